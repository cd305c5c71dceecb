"""What one product has: "¿cuánta RAM tiene?", "¿trae HDMI?", from its records or honestly not."""

from collections.abc import Sequence

from cauce.ai.embedded.composer.answer import Answer
from cauce.ai.embedded.composer.having import (
    covered,
    feature_asked,
    has_all,
    own_stems,
    say_unconfirmed,
    sentence_with,
)
from cauce.ai.embedded.composer.scene import Scene
from cauce.ai.embedded.composer.specs import Spec, asked_specs, value_of
from cauce.ai.embedded.search.terms import Term, common_words, stem, terms_of
from cauce.core.business import Product


def answer_spec(scene: Scene, out: Answer, product: Product) -> bool:
    """An attribute, a feature, a sentence of the description; else that it is not confirmed."""
    words = tuple(term.word for term in scene.seen.terms)
    asked = feature_asked(scene, product)
    own = own_stems(scene, product)
    found = [
        spec
        for spec, _ in sorted(asked_specs(words), key=lambda one: -one[1])
        if value_of(product, spec.key) is not None or not _in_name(spec, words, own)
    ]
    if _tell_attribute(scene, out, product, found, asked):
        return True
    feature = _feature_asked(scene, product)
    if feature is not None:
        out.cite(product)
        out.say("spec.feature", name=product.name_in(scene.language), feature=feature)
        if asked and not has_all(product, asked):
            left = covered(product, asked)
            say_unconfirmed(scene, out, product, [one for one in asked if one.stem not in left])
        return True
    home = scene.language == scene.profile.language
    sentence = sentence_with(product, asked) if asked and home else None
    if sentence is not None:
        out.cite(product)
        out.add(sentence)
        return True
    if asked:
        say_unconfirmed(scene, out, product, asked)
        return True
    if found and scene.seen.question:
        out.cite(product)
        label = found[0].labels[scene.language]
        out.say("spec.unknown", name=product.name_in(scene.language), label=label)
        out.unanswered = scene.brief.text
        return True
    return False


def _tell_attribute(
    scene: Scene, out: Answer, product: Product, found: Sequence[Spec], asked: Sequence[Term]
) -> bool:
    name = product.name_in(scene.language)
    for spec in found:
        value = value_of(product, spec.key)
        if value is None or not _about_it(spec, asked):
            continue
        out.cite(product)
        label = spec.labels[scene.language]
        if isinstance(value, bool):
            out.say("spec.yes" if value else "spec.no", name=name, label=label)
        elif label.casefold() in value.casefold():
            out.say("spec.feature", name=name, feature=value)
        else:
            out.say("spec.value", name=name, label=label, value=value)
        return True
    return False


def _in_name(spec: Spec, words: Sequence[str], own: set[str]) -> bool:
    """ "neveras de dos puertas" asks for no ports."""
    stems = {stem(word) for word in words}
    asking = {one for run in spec.wordings if set(run) <= stems for one in run}
    return asking <= own


def _about_it(spec: Spec, asked: Sequence[Term]) -> bool:
    """ "¿trae dispensador de agua?" shares a word with "resists water" and is another matter."""
    of_spec = {one for run in spec.wordings for one in run}
    return all(term.stem in of_spec for term in asked)


def _feature_asked(scene: Scene, product: Product) -> str | None:
    """The feature that shares the message's own words, leaving out the product's name."""
    of_name = own_stems(scene, product)
    asked = {
        term.stem
        for term in scene.seen.terms
        if term.word not in common_words() and term.stem not in of_name and len(term.word) > 1
    }
    best, chosen = 0, None
    for feature in product.features:
        said = (*terms_of(feature), *terms_of(feature.replace("-", "")))
        shared = len(asked & {term.stem for term in said})
        if shared > best:
            best, chosen = shared, feature
    return chosen
