"""Finding what the business has on a subject: products, questions and policies, by any wording."""

from cauce.ai.embedded.search.answers import AnswerHit
from cauce.ai.embedded.search.index import BusinessIndex
from cauce.ai.embedded.search.products import ProductHit

__all__ = ["AnswerHit", "BusinessIndex", "ProductHit"]
