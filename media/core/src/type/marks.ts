import type { Language } from '@kinora/contract';

const NO_BREAK = '\u00a0';
const UNIT =
  /(\d)\s+(%|°|ml|cl|l|g|kg|mg|mm|cm|m|km|in|oz|lb|W|kW|h|hrs?|min|s|€|£|\$|₪|ש״ח|ק״מ|ס״מ|מ״מ|ק״ג|מ״ל|גרם|ליטר|ריال|درهم|مل|غ|كغ|كم|سم)(?=$|[\s.,;:!?)])/g;
const CURRENCY_BEFORE = /([€£$₪])\s+(?=\d)/g;

/**
 * Turns typewriter marks into typographic ones: curly quotes, dashes, ellipsis, the multiplication cross, Hebrew maqaf,
 * geresh and gershayim, and spaces that may not break between a number and its unit. Words are never changed.
 */
export function setMarks(text: string, language: Language): string {
  let set = text.normalize('NFC').replace(/\s+/g, ' ').trim();
  set = set
    .replace(/\.{3}/g, '…')
    .replace(/\s*--+\s*/g, '\u2009—\u2009')
    .replace(/ - /g, ' – ');
  set = set.replace(/(\d)-(?=\d)/g, '$1–').replace(/(\d)\s*[x×]\s*(?=\d)/g, `$1${NO_BREAK}×${NO_BREAK}`);
  if (language === 'he') set = hebrewMarks(set);
  set = quotes(set, language);
  return set.replace(UNIT, `$1${NO_BREAK}$2`).replace(CURRENCY_BEFORE, '$1');
}

function hebrewMarks(text: string): string {
  return text
    .replace(/([\u05d0-\u05ea])"(?=[\u05d0-\u05ea])/g, '$1\u05f4')
    .replace(/([\u05d0-\u05ea])'(?![\u05d0-\u05ea]*')/g, '$1\u05f3')
    .replace(/([\u05d0-\u05ea])-(?=\S)/g, '$1\u05be');
}

function quotes(text: string, language: Language): string {
  const [open, close] = language === 'ar' ? ['«', '»'] : ['“', '”'];
  return text
    .replace(/(^|[\s([])"/g, `$1${open}`)
    .replace(/"/g, close)
    .replace(/(^|[\s([])'/g, '$1‘')
    .replace(/'/g, '’');
}
