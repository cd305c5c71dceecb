-- Every change of what the business told us makes its version grow, so snapshots know they are old.
CREATE FUNCTION cauce_knowledge_changed() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    UPDATE business SET knowledge_version = knowledge_version + 1;
    RETURN NULL;
END;
$$;

CREATE TRIGGER cauce_products_changed AFTER INSERT OR UPDATE OR DELETE ON products
    FOR EACH STATEMENT EXECUTE FUNCTION cauce_knowledge_changed();
CREATE TRIGGER cauce_faqs_changed AFTER INSERT OR UPDATE OR DELETE ON faqs
    FOR EACH STATEMENT EXECUTE FUNCTION cauce_knowledge_changed();
CREATE TRIGGER cauce_policies_changed AFTER INSERT OR UPDATE OR DELETE ON policies
    FOR EACH STATEMENT EXECUTE FUNCTION cauce_knowledge_changed();
CREATE TRIGGER cauce_profile_changed AFTER UPDATE OF profile ON business
    FOR EACH STATEMENT EXECUTE FUNCTION cauce_knowledge_changed();
