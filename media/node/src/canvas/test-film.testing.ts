import type { FilmLook, Language, SceneDescription, SceneKind, SceneSubject } from '@kinora/contract';
import { chooseFonts } from '@kinora/media-core';
import type { ProductName } from './drawn-products.testing.ts';

const lch = (l: number, c: number, h: number) => ({ l, c, h });

/** Words of an invented brand in the three languages, for tests only. */
const WORDS = {
  en: {
    name: 'Vale Orsay',
    hook: ['Spring', 'line'],
    kind: 'Daily things',
    head: ['The', 'dresses'],
    facts: ['Linen', 'Organic cotton', 'Cork sole'],
    close: ['Sewn in Lyon'],
    claim: ['Made to be', 'kept.'],
    from: 'From',
    small: 'Free returns for 30 days',
    when: 'In stores from 4 May',
  },
  he: {
    name: 'Vale Orsay',
    hook: ['קולקציית אביב'],
    kind: 'ליום יום',
    head: ['השמלות', 'החדשות'],
    facts: ['פשתן', 'כותנה אורגנית', 'סוליית שעם'],
    close: ['נתפר בליון'],
    claim: ['נועד', 'להישאר.'],
    from: 'החל מ־',
    small: 'החזרה חינם עד 30 יום',
    when: 'בחנויות מ־4 במאי',
  },
  ar: {
    name: 'Vale Orsay',
    hook: ['تشكيلة الربيع'],
    kind: 'لكل يوم',
    head: ['الفساتين', 'الجديدة'],
    facts: ['كتان', 'قطن عضوي', 'نعل فلين'],
    close: ['خيط في ليون'],
    claim: ['صُنعت', 'لتبقى.'],
    from: 'ابتداءً من',
    small: 'إرجاع مجاني خلال 30 يومًا',
    when: 'في المتاجر من 4 مايو',
  },
} as const;

export function testLook(language: Language): FilmLook {
  return {
    language,
    palette: {
      paper: lch(91.5, 5, 80),
      wall: lch(82, 13, 72),
      deep: lch(46, 29, 40),
      stage: lch(13, 9, 262),
      fields: [lch(83, 13, 48), lch(46, 29, 40), lch(84, 14, 78)],
      inkDark: lch(21, 12, 262),
      inkLight: lch(95, 4, 80),
    },
    fonts: chooseFonts(language),
    grain: 0,
  };
}

/** One shot of every kind but `video`, two seconds each at 30 frames a second. */
export function testShots(products: Record<ProductName, SceneSubject>, language: Language): SceneDescription[] {
  const words = WORDS[language];
  const { dress, knit, bottle, shoe, cup } = products;
  const shot = (
    kind: SceneKind,
    subjects: SceneSubject[],
    spoken: Partial<SceneDescription['words']>,
    tone: SceneDescription['ground']['tone'],
    move: SceneDescription['move'] = 'push_in',
  ): SceneDescription => ({
    kind,
    move,
    seed: 3,
    subjects,
    words: { lines: [], items: [], ...spoken },
    ground: { tone, style: 'set' },
    beatFrames: [15, 30, 45],
  });
  const facts = [...words.facts];
  const claim = [...words.claim];
  return [
    shot('panels', [dress, knit, bottle], { lines: [...words.hook] }, 'stage'),
    shot('hero', [dress], { eyebrow: words.kind, lines: [...words.head] }, 'wall'),
    shot('close', [dress], { lines: [...words.close] }, 'wall'),
    shot('split', [knit, bottle, dress], { items: facts }, 'wall'),
    shot('macro', [knit, dress, shoe], { items: facts }, 'paper'),
    shot('spotlight', [shoe], { lines: claim }, 'stage'),
    shot('price', [dress], { eyebrow: words.from, figure: '€79', small: words.small }, 'deep'),
    shot('end_card', [], { wordmark: words.name, small: words.when }, 'paper', 'light_sweep'),
    shot('grid', [dress, knit, shoe], { lines: claim }, 'wall'),
    shot('kinetic_words', [], { lines: facts }, 'deep'),
    shot('line_up', [bottle, cup, shoe], { items: facts }, 'stage'),
    shot('stop_motion', [dress, knit], { lines: [...words.close] }, 'field0', 'stepped'),
    shot('studio_floor', [bottle, cup], { lines: claim, small: words.small }, 'wall', 'orbit'),
    shot('photo', [{ ...cup, use: 'photo' }], { lines: claim }, 'wall', 'pan'),
    shot('parallax', [knit], { lines: claim }, 'wall', 'pull_out'),
    shot('catwalk', [bottle], { lines: claim }, 'stage'),
    shot('turntable', [cup], { eyebrow: words.kind, figure: '€79', small: words.small }, 'wall', 'orbit'),
    shot('detail', [knit], { lines: claim }, 'deep', 'rack_focus'),
    shot('beam', [dress], { lines: claim }, 'stage', 'reveal'),
    shot('typographic', [], { eyebrow: words.kind, lines: claim }, 'deep', 'tilt'),
  ];
}
