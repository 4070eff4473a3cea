import type { FilmFonts, Language } from '@kinora/contract';
export type TypeVoice = 'elegant' | 'calm' | 'technical';
export function chooseFonts(language: Language, voice: TypeVoice): FilmFonts {
  if (language === 'he')
    return {
      display: 'Frank Ruhl Libre',
      displayItalic: 'Frank Ruhl Libre',
      text: 'Heebo',
      figures: 'Frank Ruhl Libre',
      wordmark: 'Cormorant Garamond',
    };
  if (language === 'ar')
    return {
      display: 'Amiri',
      displayItalic: 'Amiri',
      text: 'Cairo',
      figures: 'Frank Ruhl Libre',
      wordmark: 'Cormorant Garamond',
    };
  if (voice === 'technical')
    return {
      display: 'DM Sans Medium',
      displayItalic: 'DM Sans Medium',
      text: 'DM Sans',
      figures: 'DM Sans Medium',
      wordmark: 'DM Sans Medium',
    };
  return {
    display: 'Cormorant Garamond',
    displayItalic: 'Cormorant Garamond Italic',
    text: 'DM Sans Medium',
    figures: 'Frank Ruhl Libre',
    wordmark: 'Cormorant Garamond',
  };
}
