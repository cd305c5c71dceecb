"""What reception says, in the customer's language and without taking sides on tú or usted."""

from cauce.core.labels import Language

STOPPED: dict[Language, str] = {
    "es": "Listo: no enviaremos más mensajes por aquí. Si algún día hace falta algo, basta con "
    "escribirnos.",
    "en": "Done: we will not send any more messages here. If you ever need something, just write "
    "to us.",
    "pt": "Pronto: não enviaremos mais mensagens por aqui. Quando for preciso algo, basta "
    "escrever para nós.",
}
STOPPED_AND_DATA: dict[Language, str] = {
    "es": "Listo: no enviaremos más mensajes por aquí. La solicitud sobre los datos personales la "
    "atiende una persona del equipo.",
    "en": "Done: we will not send any more messages here. A person from our team takes care of the "
    "request about your personal data.",
    "pt": "Pronto: não enviaremos mais mensagens por aqui. O pedido sobre os dados pessoais é "
    "atendido por uma pessoa da equipe.",
}
FEWER: dict[Language, str] = {
    "es": "Entendido: no enviaremos promociones ni recordatorios por aquí. Seguimos a la orden "
    "para cualquier consulta.",
    "en": "Understood: we will not send offers or reminders here. We are still glad to answer any "
    "question.",
    "pt": "Entendido: não enviaremos promoções nem lembretes por aqui. Continuamos à disposição "
    "para qualquer dúvida.",
}
THINGS: dict[Language, dict[str, str]] = {
    "es": {
        "audio": "el audio",
        "image": "la imagen",
        "video": "el video",
        "document": "el documento",
        "location": "la ubicación",
        "contact": "el contacto",
        "other": "ese mensaje",
    },
    "en": {
        "audio": "the voice message",
        "image": "the picture",
        "video": "the video",
        "document": "the document",
        "location": "the location",
        "contact": "the contact",
        "other": "that message",
    },
    "pt": {
        "audio": "o áudio",
        "image": "a imagem",
        "video": "o vídeo",
        "document": "o documento",
        "location": "a localização",
        "contact": "o contato",
        "other": "essa mensagem",
    },
}
_PLEASE_WRITE: dict[Language, str] = {
    "es": "Recibimos {thing}, gracias. Por ahora aquí solo se leen textos: ¿sería posible "
    "escribirlo en pocas palabras?",
    "en": "We got {thing}, thank you. For now only text is read here: could you write it in a few "
    "words?",
    "pt": "Recebemos {thing}, obrigado. Por enquanto só lemos textos por aqui: seria possível "
    "escrever em poucas palavras?",
}


def please_write(kind: str, language: Language) -> str:
    things = THINGS[language]
    return _PLEASE_WRITE[language].format(thing=things.get(kind, things["other"]))
