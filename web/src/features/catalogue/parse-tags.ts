const TAG_MAX = 40;

/** Tags as people write them: with commas, semicolons or lines between, also the Arabic comma. None twice. */
export function parseTags(text: string): string[] {
  const tags = text
    .split(/[,;،؛|\r\n\t]/)
    .map((tag) => tag.trim().slice(0, TAG_MAX))
    .filter((tag) => tag !== '');
  return [...new Set(tags)];
}
