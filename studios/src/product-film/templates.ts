import { type ProductTemplate, productTemplate, type TemplateKind, type TemplateShot } from '@kinora/contract';

type Shot = [
  kind: TemplateShot['kind'],
  move: TemplateShot['move'],
  says: TemplateShot['says'],
  seconds: number,
  more?: Partial<TemplateShot>,
];

const BEATS: Readonly<Record<TemplateShot['says'], TemplateShot['beat']>> = {
  nothing: 'story',
  title: 'story',
  claim: 'proof',
  price: 'call_to_action',
  name: 'call_to_action',
};

/** The first shot is the film's hook whatever it says. */
function shots(...list: Shot[]): TemplateShot[] {
  return list.map(([kind, move, says, seconds, more], index) => ({
    beat: index === 0 ? 'hook' : BEATS[says],
    kind,
    move,
    says,
    seconds,
    framing: 'wide',
    ...more,
  }));
}

const close = { framing: 'close' } as const;
const opposite = { framing: 'opposite' } as const;

/**
 * The four designs with their shots for each length. No two neighbours show the same set at the same size; the price
 * stands on a ground of another lightness, and the name has 2.3 s (craft.md §4, §6).
 */
const BUILT_IN: Readonly<Record<TemplateKind, ProductTemplate>> = {
  runway: {
    version: 1,
    kind: 'runway',
    parameters: { pace: 1, strength: 0.7, ground: 'stage', music: 'driving' },
    timing: {
      '5': shots(['catwalk', 'push_in', 'title', 2.7], ['end_card', 'pan', 'name', 2.3, { ground: 'stage' }]),
      '10': shots(
        ['catwalk', 'push_in', 'nothing', 2.6],
        ['catwalk', 'pan', 'nothing', 1.8, close],
        ['catwalk', 'push_in', 'title', 3],
        ['end_card', 'pan', 'name', 2.6, { ground: 'stage' }],
      ),
      '15': shots(
        ['catwalk', 'pan', 'nothing', 2.2, close],
        ['catwalk', 'push_in', 'title', 3.4],
        ['detail', 'rack_focus', 'nothing', 2.2, { ground: 'deep' }],
        ['catwalk', 'pan', 'claim', 2.4, opposite],
        ['catwalk', 'push_in', 'price', 2.3],
        ['end_card', 'pan', 'name', 2.5, { ground: 'stage' }],
      ),
      '30': shots(
        ['catwalk', 'pan', 'nothing', 2.6, close],
        ['catwalk', 'push_in', 'title', 4.2],
        ['detail', 'rack_focus', 'nothing', 3.4, { ground: 'deep' }],
        ['catwalk', 'push_in', 'nothing', 3],
        ['close', 'light_sweep', 'nothing', 2.6, { ground: 'wall' }],
        ['catwalk', 'pan', 'claim', 3.6, opposite],
        ['catwalk', 'push_in', 'nothing', 2.4, close],
        ['catwalk', 'push_in', 'price', 3.6],
        ['end_card', 'pan', 'name', 3.2, { ground: 'stage' }],
      ),
    },
  },
  spin: {
    version: 1,
    kind: 'spin',
    parameters: { pace: 1, strength: 0.7, ground: 'wall', music: 'calm' },
    timing: {
      '5': shots(['turntable', 'orbit', 'title', 2.7], ['end_card', 'light_sweep', 'name', 2.3]),
      '10': shots(
        ['turntable', 'orbit', 'nothing', 2.7],
        ['turntable', 'orbit', 'title', 3.1, { ground: 'deep' }],
        ['turntable', 'orbit', 'nothing', 1.7, { ...close, ground: 'deep' }],
        ['end_card', 'light_sweep', 'name', 2.5],
      ),
      '15': shots(
        ['turntable', 'orbit', 'nothing', 2.6, close],
        ['turntable', 'orbit', 'title', 3.4],
        ['detail', 'rack_focus', 'nothing', 2, { ground: 'deep' }],
        ['turntable', 'orbit', 'claim', 2.6, { ...opposite, ground: 'stage' }],
        ['turntable', 'orbit', 'price', 2.3],
        ['end_card', 'light_sweep', 'name', 2.3],
      ),
      '30': shots(
        ['turntable', 'orbit', 'nothing', 3.2, close],
        ['turntable', 'orbit', 'title', 4.6],
        ['detail', 'rack_focus', 'nothing', 3.4, { ground: 'deep' }],
        ['turntable', 'orbit', 'nothing', 3.6, { ground: 'stage' }],
        ['turntable', 'orbit', 'claim', 4, { ...opposite, ground: 'paper' }],
        ['turntable', 'orbit', 'nothing', 3, { ...close, ground: 'deep' }],
        ['turntable', 'orbit', 'price', 3.8],
        ['end_card', 'light_sweep', 'name', 3.2],
      ),
    },
  },
  macro: {
    version: 1,
    kind: 'macro',
    parameters: { pace: 1, strength: 0.8, ground: 'deep', music: 'emotional' },
    timing: {
      '5': shots(['detail', 'rack_focus', 'title', 2.7], ['end_card', 'light_sweep', 'name', 2.3]),
      '10': shots(
        ['detail', 'rack_focus', 'nothing', 3],
        ['close', 'tilt', 'title', 2.6, { ground: 'wall' }],
        ['detail', 'rack_focus', 'nothing', 2],
        ['end_card', 'light_sweep', 'name', 2.4],
      ),
      '15': shots(
        ['detail', 'rack_focus', 'nothing', 3.2],
        ['close', 'tilt', 'title', 2.8, { ground: 'wall' }],
        ['detail', 'rack_focus', 'claim', 3.2],
        ['price', 'sway', 'price', 2.6],
        ['end_card', 'light_sweep', 'name', 2.6],
      ),
      '30': shots(
        ['detail', 'rack_focus', 'nothing', 4.6],
        ['close', 'tilt', 'title', 3.4, { ground: 'wall' }],
        ['detail', 'rack_focus', 'nothing', 4],
        ['hero', 'push_in', 'nothing', 3, { ground: 'wall' }],
        ['detail', 'rack_focus', 'claim', 4.4],
        ['close', 'light_sweep', 'nothing', 3, { ground: 'paper' }],
        ['price', 'sway', 'price', 3.6],
        ['end_card', 'light_sweep', 'name', 3.4],
      ),
    },
  },
  spotlight: {
    version: 1,
    kind: 'spotlight',
    parameters: { pace: 1, strength: 0.7, ground: 'stage', music: 'epic' },
    timing: {
      '5': shots(['beam', 'reveal', 'title', 2.7], ['end_card', 'spotlight', 'name', 2.3, { ground: 'stage' }]),
      '10': shots(
        ['beam', 'reveal', 'nothing', 3],
        ['beam', 'light_sweep', 'nothing', 1.9, close],
        ['beam', 'spotlight', 'title', 2.7],
        ['end_card', 'spotlight', 'name', 2.4, { ground: 'stage' }],
      ),
      '15': shots(
        ['beam', 'reveal', 'nothing', 3],
        ['beam', 'light_sweep', 'nothing', 2, close],
        ['beam', 'spotlight', 'title', 2.9],
        ['detail', 'rack_focus', 'nothing', 2, { ground: 'stage' }],
        ['beam', 'spotlight', 'price', 2.6, opposite],
        ['end_card', 'spotlight', 'name', 2.5, { ground: 'stage' }],
      ),
      '30': shots(
        ['beam', 'reveal', 'nothing', 4],
        ['beam', 'light_sweep', 'nothing', 2.8, close],
        ['beam', 'spotlight', 'title', 4.2],
        ['detail', 'rack_focus', 'nothing', 3.6, { ground: 'stage' }],
        ['beam', 'light_sweep', 'claim', 4, opposite],
        ['close', 'light_sweep', 'nothing', 3, { ground: 'wall' }],
        ['beam', 'spotlight', 'price', 4],
        ['end_card', 'spotlight', 'name', 3.4, { ground: 'stage' }],
      ),
    },
  },
};

/** Checked once at start: a template that breaks its own schema must not wait for a film to be found out. */
export const BUILT_IN_TEMPLATES: Readonly<Record<TemplateKind, ProductTemplate>> = {
  runway: productTemplate.parse(BUILT_IN.runway),
  spin: productTemplate.parse(BUILT_IN.spin),
  macro: productTemplate.parse(BUILT_IN.macro),
  spotlight: productTemplate.parse(BUILT_IN.spotlight),
};
