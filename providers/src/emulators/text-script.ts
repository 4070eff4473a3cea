/** What a language model was asked, as its emulator read it from the vendor's own protocol. */
export type TextAsked = { model: string; system: string; turns: { role: string; text: string }[]; schema: unknown };
export type TextSaid = { text: string; isCut?: boolean; refusal?: string };

/** The words an emulated model answers with: by default one line of JSON, else what a test makes of the question. */
export function createTextScript() {
  let write = (_asked: TextAsked): TextSaid => ({ text: '{"answer":"A chair on a lit stage."}' });
  return {
    say: (asked: TextAsked): TextSaid => write(asked),
    setText: (next: (asked: TextAsked) => TextSaid) => {
      write = next;
    },
  };
}

/** A token is four characters here, so that usage and cost follow from the texts. */
export function countTokens(...texts: readonly string[]): number {
  return Math.ceil(texts.join('').length / 4);
}

type ChatBody = {
  model?: string;
  messages?: { role: string; content: string }[];
  response_format?: { json_schema?: { schema?: unknown } };
  format?: unknown;
};

/** The question inside a chat call. */
export function readChatBody(json: unknown): TextAsked | null {
  const { model, messages, response_format: format, format: plain } = (json ?? {}) as ChatBody;
  if (!model || !messages?.some(({ role }) => role === 'user')) return null;
  const system = messages.filter(({ role }) => role === 'system').map(({ content }) => content);
  const turns = messages.flatMap(({ role, content }) => (role === 'system' ? [] : [{ role, text: content }]));
  return { model, system: system.join('\n'), turns, schema: format?.json_schema?.schema ?? plain ?? null };
}

/** The answer of a chat call. */
export function toChatAnswer(asked: TextAsked, { text, isCut = false, refusal }: TextSaid, cost?: number) {
  const message = refusal === undefined ? { role: 'assistant', content: text } : { role: 'assistant', refusal };
  return {
    id: 'chat-1',
    object: 'chat.completion',
    model: asked.model,
    choices: [{ index: 0, message, finish_reason: isCut ? 'length' : 'stop' }],
    usage: {
      prompt_tokens: countTokens(asked.system, ...asked.turns.map((turn) => turn.text)),
      completion_tokens: countTokens(text),
      ...(cost === undefined ? {} : { cost }),
    },
  };
}
