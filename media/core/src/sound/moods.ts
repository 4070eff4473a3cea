import type { MusicMood } from '@kinora/contract';

/** General MIDI instrument on one channel; levels are MIDI controllers 0–127. */
export type Instrument = { channel: number; program: number; volume: number; reverb: number; pan: number };

/** Roles a layer can play. What a role plays is in parts.ts; when it enters, in arrange.ts. */
export type LayerRole = 'lead' | 'pad' | 'bass' | 'strings' | 'lift' | 'bells' | 'drums';

export type LeadPattern = 'arpeggio' | 'slow_arpeggio' | 'ostinato' | 'strum' | 'sparse' | 'pulse';
export type DrumPattern = 'brushes' | 'heartbeat' | 'band' | 'taiko' | 'club' | 'none';

export type MoodScore = {
  /** MIDI note of the home key's root in the bass octave. */
  root: number;
  /** Chords as steps above the root; the first is home. */
  home: number[];
  /** Two loops: the second carries the lift after the half. */
  progressions: [number[][], number[][]];
  /** The chord before home on the end card. */
  leading: number[];
  leadPattern: LeadPattern;
  drumPattern: DrumPattern;
  /** Drums come with the first cut and not only with the range: music to walk to is nothing without its beat. */
  beatsFromStory?: true;
  instruments: Record<LayerRole, Instrument>;
};

export const DRUM_CHANNEL = 9;

/** Chords by name as semitones over the key's root: bass first, then the colours above it. */
const CHORD = {
  I: [0, 4, 7],
  Iadd9: [0, 4, 7, 14],
  ii7: [2, 5, 9, 12],
  iii: [4, 7, 11],
  IV: [5, 9, 12],
  IVadd9: [5, 9, 12, 19],
  V: [7, 11, 14],
  Vsus: [7, 12, 14],
  vi: [9, 12, 16],
  vi7: [9, 12, 16, 19],
  i: [0, 3, 7],
  iadd9: [0, 3, 7, 14],
  iv: [5, 8, 12],
  v: [7, 10, 14],
  VI: [8, 12, 15],
  VII: [10, 14, 17],
  III: [3, 7, 10],
  bII: [1, 5, 8],
} as const satisfies Record<string, readonly number[]>;

const chords = (...names: (keyof typeof CHORD)[]): number[][] => names.map((name) => [...CHORD[name]]);
const chord = (name: keyof typeof CHORD): number[] => [...CHORD[name]];

function instrument(channel: number, program: number, volume: number, reverb: number, pan = 64): Instrument {
  return { channel, program, volume, reverb, pan };
}

/** Piano and warm pad, brushes: the quiet sound of most product films. */
const calm: MoodScore = {
  root: 38,
  home: chord('Iadd9'),
  progressions: [chords('I', 'vi', 'IV', 'ii7'), chords('IVadd9', 'V', 'vi7', 'IV')],
  leading: chord('Vsus'),
  leadPattern: 'arpeggio',
  drumPattern: 'brushes',
  instruments: {
    lead: instrument(0, 0, 96, 60, 58),
    pad: instrument(1, 89, 68, 80),
    bass: instrument(2, 42, 84, 60),
    strings: instrument(3, 49, 72, 90, 74),
    lift: instrument(4, 48, 62, 90, 50),
    bells: instrument(5, 8, 62, 95, 80),
    drums: instrument(DRUM_CHANNEL, 40, 66, 40),
  },
};

/** Piano alone at first, then cello and full strings; a heartbeat instead of drums. */
const emotional: MoodScore = {
  root: 33,
  home: chord('Iadd9'),
  progressions: [chords('vi', 'IV', 'I', 'V'), chords('IVadd9', 'I', 'V', 'vi7')],
  leading: chord('V'),
  leadPattern: 'slow_arpeggio',
  drumPattern: 'heartbeat',
  instruments: {
    lead: instrument(0, 0, 100, 70, 60),
    pad: instrument(1, 49, 60, 90),
    bass: instrument(2, 42, 92, 70, 56),
    strings: instrument(3, 48, 80, 95, 72),
    lift: instrument(4, 40, 74, 95, 48),
    bells: instrument(5, 8, 54, 100, 84),
    drums: instrument(DRUM_CHANNEL, 48, 62, 70),
  },
};

/** Guitar, piano, bass and a band with claps. */
const uplifting: MoodScore = {
  root: 36,
  home: chord('Iadd9'),
  progressions: [chords('I', 'V', 'vi', 'IV'), chords('IV', 'V', 'vi', 'I')],
  leading: chord('V'),
  leadPattern: 'strum',
  drumPattern: 'band',
  instruments: {
    lead: instrument(0, 25, 92, 45, 48),
    pad: instrument(1, 0, 82, 50, 76),
    bass: instrument(2, 33, 96, 20),
    strings: instrument(3, 48, 66, 70, 72),
    lift: instrument(4, 61, 56, 60, 56),
    bells: instrument(5, 9, 58, 70, 84),
    drums: instrument(DRUM_CHANNEL, 0, 84, 25),
  },
};

/** String ostinato, horns, choir and low drums in minor. */
const epic: MoodScore = {
  root: 38,
  home: chord('i'),
  progressions: [chords('i', 'VI', 'III', 'VII'), chords('VI', 'VII', 'i', 'iv')],
  leading: chord('VII'),
  leadPattern: 'ostinato',
  drumPattern: 'taiko',
  instruments: {
    lead: instrument(0, 48, 88, 60, 50),
    pad: instrument(1, 52, 76, 95),
    bass: instrument(2, 43, 100, 60, 68),
    strings: instrument(3, 60, 84, 70, 76),
    lift: instrument(4, 61, 82, 70, 54),
    bells: instrument(5, 14, 62, 90, 70),
    drums: instrument(DRUM_CHANNEL, 48, 92, 55),
  },
};

/** Electronic: plucked synthesiser, a kick on every beat, a bass between them. What a show is walked to. */
const driving: MoodScore = {
  root: 33,
  home: chord('iadd9'),
  progressions: [chords('i', 'VI', 'i', 'VII'), chords('VI', 'VII', 'i', 'III')],
  leading: chord('VII'),
  leadPattern: 'pulse',
  drumPattern: 'club',
  beatsFromStory: true,
  instruments: {
    lead: instrument(0, 90, 84, 60, 76),
    pad: instrument(1, 89, 74, 80, 52),
    bass: instrument(2, 38, 104, 8),
    strings: instrument(3, 50, 58, 80, 44),
    lift: instrument(4, 81, 42, 70, 70),
    bells: instrument(5, 98, 54, 100, 84),
    drums: instrument(DRUM_CHANNEL, 25, 96, 14),
  },
};

/** Celesta and harp over low strings and a glass pad; no drums. */
const mysterious: MoodScore = {
  root: 40,
  home: chord('iadd9'),
  progressions: [chords('i', 'VI', 'iv', 'bII'), chords('iadd9', 'III', 'VI', 'v')],
  leading: chord('bII'),
  leadPattern: 'sparse',
  drumPattern: 'none',
  instruments: {
    lead: instrument(0, 8, 86, 110, 78),
    pad: instrument(1, 92, 70, 100),
    bass: instrument(2, 43, 92, 70, 56),
    strings: instrument(3, 46, 76, 95, 44),
    lift: instrument(4, 49, 66, 100, 68),
    bells: instrument(5, 11, 60, 110, 84),
    drums: instrument(DRUM_CHANNEL, 48, 50, 70),
  },
};

export const MOOD_SCORES: Readonly<Record<MusicMood, MoodScore>> = {
  calm,
  emotional,
  uplifting,
  epic,
  mysterious,
  driving,
};
