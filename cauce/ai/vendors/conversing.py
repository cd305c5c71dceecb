"""One question to a model that ends in a filled form, with tools it may use on the way."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from pydantic import BaseModel, ValidationError

from cauce.ai.failures import ModelFailed, Spent
from cauce.ai.vendors.line import Call, Line
from cauce.core.masking import Masking

if TYPE_CHECKING:
    from pydantic_ai.messages import ModelRequestPart, ModelResponse, ToolCallPart
    from pydantic_ai.models import ModelRequestParameters

Form = TypeVar("Form", bound=BaseModel)
_FORM = "answer"
_ROUNDS = 5
_CALLS = 10
_COMPLAINTS = 1


@dataclass(frozen=True, slots=True)
class Tool:
    """`run` is given arguments that fit `arguments`, and answers with plain data."""

    name: str
    does: str
    arguments: type[BaseModel]
    run: Callable[[Any], Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Question(Generic[Form]):
    """`instructions` are ours; `told` may hold anything a stranger wrote, and is only data.

    `plain` makes a form of bare words, for models that answer without one.
    """

    instructions: str
    told: str
    form: type[Form]
    tools: Sequence[Tool] = ()
    plain: Callable[[str], Form] | None = None


class Conversation(Generic[Form]):
    """Lives for one question; what it cost is known even when it came to nothing."""

    def __init__(self, line: Line, question: Question[Form], call: Call) -> None:
        self._line = line
        self._question = question
        self._call = call
        self._masking = Masking(line.config.masks)
        self._tools = {tool.name: tool for tool in question.tools}
        self._calls = 0
        self._complaints = 0
        self.spent = Spent()
        self.refused: list[str] = []

    async def hold(self) -> Form:
        """The filled form; ModelFailed with what was spent when there is none."""
        from pydantic_ai.messages import ModelRequest, UserPromptPart  # noqa: PLC0415

        prompt = UserPromptPart(self._masking.mask(self._question.told))
        messages: list[Any] = [
            ModelRequest(parts=[prompt], instructions=self._question.instructions)
        ]
        wanted = self._wanted()
        try:
            for _ in range(_ROUNDS):
                response, paid = await self._line.request(messages, wanted, self._call)
                self.spent += paid
                outcome = self._outcome(response)
                if isinstance(outcome, BaseModel):
                    return outcome
                messages += [
                    response,
                    ModelRequest(parts=outcome, instructions=self._question.instructions),
                ]
        except ModelFailed as failed:
            failed.spent = failed.spent + self.spent
            raise
        raise ModelFailed("unreadable", "The model never came to an answer.", spent=self.spent)

    def _wanted(self) -> "ModelRequestParameters":
        from pydantic_ai.models import ModelRequestParameters  # noqa: PLC0415
        from pydantic_ai.output import OutputObjectDefinition  # noqa: PLC0415
        from pydantic_ai.tools import ToolDefinition  # noqa: PLC0415

        schema = self._question.form.model_json_schema()
        # Why a form is as it is concerns whoever reads our code.
        schema.pop("description", None)
        native = bool(self._line.model.profile.get("supports_json_schema_output"))
        if not self._question.tools and native:
            form = OutputObjectDefinition(json_schema=schema, name=_FORM)
            return ModelRequestParameters(output_mode="native", output_object=form)
        form_tool = ToolDefinition(
            name=_FORM,
            parameters_json_schema=schema,
            description="Gives the final answer. Call it once, when nothing has to be looked up.",
            kind="output",
        )
        return ModelRequestParameters(
            function_tools=[
                ToolDefinition(
                    name=tool.name,
                    parameters_json_schema=tool.arguments.model_json_schema(),
                    description=tool.does,
                )
                for tool in self._question.tools
            ],
            output_mode="tool",
            output_tools=[form_tool],
            allow_text_output=False,
        )

    def _outcome(self, response: "ModelResponse") -> "Form | list[ModelRequestPart]":
        """The form, or what to tell the model next."""
        from pydantic_ai.messages import UserPromptPart  # noqa: PLC0415

        if response.finish_reason == "content_filter":
            raise ModelFailed("refusal", "The model refused to answer.")
        if response.finish_reason == "length":
            raise ModelFailed("cut_short", "The answer was longer than the limit of tokens.")
        calls = response.tool_calls
        for call in calls:
            if call.tool_name == _FORM:
                filled = self._filled(call.args_as_json_str())
                return filled if isinstance(filled, BaseModel) else self._told(calls, filled)
        if calls:
            return self._told(calls, None)
        text = response.text or ""
        if self._question.plain is not None and text.strip() and "{" not in text:
            return self._question.plain(self._masking.restore(text.strip()))
        filled = self._filled(_json_in(text))
        return filled if isinstance(filled, BaseModel) else [UserPromptPart(filled)]

    def _filled(self, written: str) -> Form | str:
        """The form, or the complaint about it: once, for a model that fails twice wastes time."""
        try:
            return self._question.form.model_validate_json(self._masking.restore(written))
        except ValidationError as wrong:
            if self._complaints >= _COMPLAINTS:
                raise ModelFailed("unreadable", "The answer does not fit its form.") from wrong
            self._complaints += 1
            return f"This does not fit the form: {_complaint(wrong)} Please give it again."

    def _told(
        self, calls: "Sequence[ToolCallPart]", complaint: str | None
    ) -> "list[ModelRequestPart]":
        from pydantic_ai.messages import ToolReturnPart  # noqa: PLC0415

        parts: list[ModelRequestPart] = []
        for call in calls:
            told = {"error": complaint} if call.tool_name == _FORM else self._run(call)
            parts.append(ToolReturnPart(call.tool_name, self._masked(told), call.tool_call_id))
        return parts

    def _masked(self, told: Any) -> Any:
        """Plain data with every text in it masked."""
        if isinstance(told, str):
            return self._masking.mask(told)
        if isinstance(told, Mapping):
            return {key: self._masked(value) for key, value in told.items()}
        if isinstance(told, list | tuple):
            return [self._masked(value) for value in told]
        return told

    def _run(self, call: "ToolCallPart") -> Mapping[str, Any]:
        """A tool that was given, with arguments that fit; anything else is told to be none."""
        tool = self._tools.get(call.tool_name)
        self._calls += 1
        if tool is None:
            self.refused.append(call.tool_name)
            return {"error": "There is no such tool."}
        if self._calls > _CALLS:
            return {"error": "Enough has been looked up; answer now."}
        try:
            given = tool.arguments.model_validate_json(
                self._masking.restore(call.args_as_json_str())
            )
        except ValidationError as wrong:
            return {"error": _complaint(wrong)}
        return tool.run(given)


def _complaint(wrong: ValidationError) -> str:
    told = [f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in wrong.errors()]
    return "; ".join(told[:5]) + "."


def _json_in(text: str) -> str:
    """The object in a text; small models like to wrap it in words or fences."""
    first, last = text.find("{"), text.rfind("}")
    return text[first : last + 1] if 0 <= first < last else text
