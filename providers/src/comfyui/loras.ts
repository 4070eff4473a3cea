/** A LoRA as it is asked for: a part of its file's name, and how strong. */
export type LoraWish = { name: string; strength: number };

const TAG = /<lora:([^:<>]+)(?::(-?\d+(?:\.\d+)?))?>/g;

/** LoRAs stand among the words as `<lora:name:0.8>`, as people know it from other programs; the words go on without them. */
export function readLoras(prompt: string): { prompt: string; loras: LoraWish[] } {
  const loras = [...prompt.matchAll(TAG)].map(([, name = '', strength]) => ({
    name: name.trim(),
    strength: strength === undefined ? 1 : Number(strength),
  }));
  return { prompt: loras.length === 0 ? prompt : closeGaps(prompt.replace(TAG, '')), loras };
}

function closeGaps(text: string): string {
  return text
    .replace(/ {2,}/g, ' ')
    .replace(/ +([,.;])/g, '$1')
    .trim();
}
