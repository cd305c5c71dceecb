"""Reception: every message is heard, a wish to be left alone is obeyed, and bursts are whole."""

from cauce.core.flow import Flow

FLOW = Flow(
    number=1,
    name="reception",
    group="understanding",
    titles={"es": "Recepción", "en": "Reception", "pt": "Recepção"},
    does={
        "es": "Recibe cada mensaje de todos los canales, espera a que la persona termine de "
        "escribir y respeta a quien pide no recibir más mensajes.",
        "en": "Takes in every message from every channel, lets people finish writing, and obeys "
        "anyone who asks us to stop.",
        "pt": "Recebe cada mensagem de todos os canais, espera a pessoa terminar de escrever e "
        "respeita quem pede para não receber mais mensagens.",
    },
    wakes_on=("message.received",),
    default_autonomy="act",
)
