"""Right after an order: to cancel or to change what is placed is for a person."""

import re

from cauce.ai.embedded.composer.answer import Answer
from cauce.ai.embedded.composer.handover import pass_to_person
from cauce.ai.embedded.composer.order_details import note_details
from cauce.ai.embedded.composer.scene import Scene

_CANCELS = re.compile(
    r"\b(?:cancel\w*|anul\w+|desist\w+)\b|\bya no (?:(?:lo|la|los|las) )?quiero\b|"
    r"\bno (?:lo|la|los|las) quiero\b|\bme arrepenti\b|\bolvid\w+ (?:el|mi) (?:pedido|"
    r"orden|compra)\b|"
    r"\b(?:i )?(?:dont|do not|no longer) want (?:it|them|the order)\b|\bchanged my mind\b|"
    r"\bnao quero mais\b|\bmudei de ideia\b"
)
_CHANGES = re.compile(
    r"\b(?:cambi\w+|chang\w+|modifi\w+|corrig\w+|correg\w+|correct\w*|switch|actualiz\w+|"
    r"update|edit|"
    r"alter\w+|mud\w+|troc\w+|en vez de|en lugar de|instead|em vez de|mejor|melhor|rather|perdon|"
    r"me equivoque|puse mal|wrong|errei)\b"
)
_OF_THE_ORDER = re.compile(
    r"\b(?:pedido|orden|order|compra|purchase|direccion|address|endereco|ciudad|city|"
    r"cidade|nombre|name|"
    r"nome|telefono|phone|telefone|correo|e?mail|cantidad|quantity|quantidade|entrega|"
    r"delivery|envio|"
    r"retiro|retirar|pick|color|modelo|model|pago|payment|it|them|lo|la)\b"
)
_MAY = re.compile(
    r"^\W*(?:se )?(?:puedo|puede|podria|podre|can i|could i|is it possible|posso|da para)\b"
)


def change_placed(scene: Scene, out: Answer) -> bool:
    """ "cancélalo mejor", "change the city to Boquete": a placed order is out of our hands."""
    before = scene.brief.memory
    if before.stage != "ordered" or (scene.meant.fresh and not _changes(scene)):
        return False
    folded = scene.seen.wording.folded.replace("'", "").replace("’", "")
    asks_if = scene.seen.question and _MAY.match(folded) and not scene.asks("it")
    if asks_if or not (_CANCELS.search(folded) or _changes(scene)):
        return False
    note_details(scene, out)
    return pass_to_person(scene, out, "outside_authority", "order.changed_after", "orders")


def _changes(scene: Scene) -> bool:
    folded = scene.seen.wording.folded
    if _CHANGES.search(folded) is None:
        return False
    named = scene.seen.city is not None or scene.seen.quantity is not None
    return named or _OF_THE_ORDER.search(folded) is not None
