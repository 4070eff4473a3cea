const longest = 255;
/** Control characters, and the marks that turn the direction of the text after them: a name must read as what it is. */
const unwanted = /[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/gu;

/**
 * The name people see, from the name their computer sent. Never used as a path: files are stored by content. Any script,
 * spaces, quotes and emoji stay; folders, control characters and too much length go.
 *
 * @example cleanFileName('../../נעל 👟.png') // 'נעל 👟.png'
 */
export function cleanFileName(sent: string): string {
  const lastPart = sent.normalize('NFC').replace(unwanted, '').split(/[/\\]/).at(-1)?.trim() ?? '';
  const name = lastPart === '' || /^\.+$/.test(lastPart) ? 'file' : lastPart;
  return shorten(name);
}

/** Cuts the stem, keeps the ending, and never splits a character. */
function shorten(name: string): string {
  if (name.length <= longest) return name;
  const dot = name.lastIndexOf('.');
  const ending = dot > 0 && name.length - dot <= 12 ? name.slice(dot) : '';
  let stem = '';
  for (const { segment } of new Intl.Segmenter('en').segment(name.slice(0, name.length - ending.length))) {
    if (stem.length + segment.length + ending.length > longest) break;
    stem += segment;
  }
  return stem + ending;
}
