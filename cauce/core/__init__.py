"""The words of the product: pure types that every other part speaks. Imports nothing of ours."""
