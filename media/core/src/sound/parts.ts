import { type Section, sectionAt } from './arrange.ts';
import type { ChordSpan } from './harmony.ts';
import { DRUM_CHANNEL, type LayerRole, type MoodScore } from './moods.ts';

/** One note. Velocity 1–127; drum notes are General MIDI percussion numbers. */
export type Note = { startSeconds: number; lengthSeconds: number; channel: number; note: number; velocity: number };

export type PlayContext = {
  beatSeconds: number;
  sections: readonly Section[];
  lengthSeconds: number /** Small variation of patterns. */;
  turn: number;
};

/** Everything all layers play under one chord. */
export function playSpan(score: MoodScore, span: ChordSpan, context: PlayContext): Note[] {
  const roles: LayerRole[] = ['lead', 'pad', 'bass', 'strings', 'lift', 'bells'];
  const melodic = roles.flatMap((role) => {
    const { channel } = score.instruments[role];
    return playRole(score, role, span, context).map((note) => ({ ...note, channel }));
  });
  return [...melodic, ...playDrums(score, span, context)].flatMap((note) => {
    const section = sectionAt(context.sections, note.startSeconds);
    const role =
      note.channel === DRUM_CHANNEL
        ? 'drums'
        : roles.find((candidate) => score.instruments[candidate].channel === note.channel)!;
    if (!section.layers.has(role)) return [];
    return [{ ...note, velocity: Math.round(note.velocity * section.energy) }];
  });
}

type Phrase = Omit<Note, 'channel'>[];

function playRole(score: MoodScore, role: LayerRole, span: ChordSpan, context: PlayContext): Phrase {
  switch (role) {
    case 'lead':
      return span.isHome ? playHomeLead(span) : playLead(score, span, context);
    case 'pad':
      return score.leadPattern === 'strum' ? playPianoChords(span, context) : hold(span, span.voices, 62);
    case 'bass':
      return playBass(score, span, context);
    case 'strings':
      return hold(span, span.voices.slice(1), span.isHome ? 82 : 70);
    case 'lift':
      return hold(span, [span.voices.at(-1)! + 12, span.voices[1]! + 12], span.isHome ? 80 : 66);
    case 'bells':
      return playBells(span, context);
    case 'drums':
      return [];
  }
}

/** Held notes end a little before the next chord, so that hands change as players' do. */
function hold(span: ChordSpan, notes: readonly number[], velocity: number): Phrase {
  const lengthSeconds = span.endSeconds - span.startSeconds - 0.03;
  return notes.map((note) => ({ startSeconds: span.startSeconds, lengthSeconds, note, velocity }));
}

/** The last chord is spread from low to high and left to ring. */
function playHomeLead(span: ChordSpan): Phrase {
  const notes = [span.bass + 12, ...span.voices];
  return notes.map((note, index) => ({
    startSeconds: span.startSeconds + index * 0.022,
    lengthSeconds: span.endSeconds - span.startSeconds,
    note,
    velocity: 88,
  }));
}

/** Two high notes a beat and a half apart, after the name has settled. */
function playBells(span: ChordSpan, { beatSeconds }: PlayContext): Phrase {
  if (!span.isHome) return [];
  const high = span.voices.map((voice) => voice + 24).filter((note) => note <= 98);
  const [first, second] = [high.at(-1) ?? 86, high.at(-3) ?? 81];
  return [first, second].map((note, index) => ({
    startSeconds: span.startSeconds + beatSeconds * (1 + index * 0.5),
    lengthSeconds: beatSeconds * 2,
    note,
    velocity: 60 - index * 8,
  }));
}

const ARPEGGIOS = [
  [0, 1, 2, 3, 2, 1, 3, 2],
  [0, 2, 1, 3, 2, 3, 1, 2],
  [0, 1, 3, 2, 1, 2, 3, 1],
  [0, 2, 3, 1, 3, 2, 1, 3],
];

function playLead(score: MoodScore, span: ChordSpan, context: PlayContext): Phrase {
  const { beatSeconds, turn } = context;
  const voices = [span.bass + 12, ...span.voices];
  switch (score.leadPattern) {
    case 'arpeggio':
      return steps(span, beatSeconds / 2).map(({ at, index }) => ({
        startSeconds: at,
        lengthSeconds: beatSeconds * 0.95,
        note:
          index === 0
            ? voices[0]!
            : span.voices[ARPEGGIOS[turn]![index % 8]! % span.voices.length]! + (index % 8 === 5 ? 12 : 0),
        velocity: index === 0 ? 86 : index % 2 === 0 ? 70 : 60,
      }));
    case 'slow_arpeggio':
      return steps(span, beatSeconds / 2)
        .filter(({ index }) => index % 4 !== 3)
        .map(({ at, index }) => ({
          startSeconds: at,
          lengthSeconds: beatSeconds * 1.6,
          note:
            index === 0
              ? voices[0]!
              : span.voices[ARPEGGIOS[turn]![index % 8]! % span.voices.length]! + (index % 8 === 6 ? 12 : 0),
          velocity: index === 0 ? 80 : 62,
        }));
    case 'ostinato':
      return steps(span, beatSeconds / 2).flatMap(({ at, index }) => {
        const pair = [span.voices[0]!, span.voices[index % 4 === 3 ? 2 : index % 2]!];
        return pair.map((note) => ({
          startSeconds: at,
          lengthSeconds: beatSeconds * 0.32,
          note,
          velocity: index % 4 === 0 ? 98 : 78,
        }));
      });
    case 'strum':
      return steps(span, beatSeconds / 2)
        .filter(({ index }) => ![1, 4].includes(index % 8))
        .flatMap(({ at, index }) =>
          span.voices.map((note, string) => ({
            startSeconds: at + (index % 2 ? span.voices.length - string : string) * 0.009,
            lengthSeconds: beatSeconds * 0.48,
            note,
            velocity: index % 2 === 0 ? 80 : 64,
          })),
        );
    case 'pulse':
      return playPulse(span, beatSeconds);
    case 'sparse':
      return steps(span, beatSeconds)
        .filter(({ index }) => index % 4 !== 2)
        .map(({ at, index }) => ({
          startSeconds: at + (index % 2 ? beatSeconds / 2 : 0),
          lengthSeconds: beatSeconds * 1.8,
          note: span.voices[(index * 2 + turn) % span.voices.length]! + 12,
          velocity: index === 0 ? 74 : 58,
        }));
  }
}

/** Three, three and two quarter beats: short notes that lean against the beat instead of sitting on it. */
const PULSE = [0, 3, 6, 8, 11, 14];

function playPulse(span: ChordSpan, beatSeconds: number): Phrase {
  return steps(span, beatSeconds / 4)
    .filter(({ index }) => PULSE.includes(index % 16))
    .flatMap(({ at, index }) => {
      const isFirst = index % 8 === 0;
      const voices = isFirst ? span.voices : span.voices.slice(-2);
      return voices.map((note) => ({
        startSeconds: at,
        lengthSeconds: beatSeconds * (isFirst ? 0.4 : 0.22),
        note,
        velocity: isFirst ? 84 : 68,
      }));
    });
}

/** Grid inside a span; the last step starts before its end. */
function steps(span: ChordSpan, stepSeconds: number): { at: number; index: number }[] {
  const count = Math.max(1, Math.round((span.endSeconds - span.startSeconds) / stepSeconds - 0.01));
  return Array.from({ length: count }, (_, index) => ({ at: span.startSeconds + index * stepSeconds, index }));
}

function playPianoChords(span: ChordSpan, { beatSeconds }: PlayContext): Phrase {
  if (span.isHome) return hold(span, span.voices, 76);
  return steps(span, beatSeconds).flatMap(({ at, index }) =>
    span.voices.map((note) => ({
      startSeconds: at,
      lengthSeconds: beatSeconds * 0.9,
      note,
      velocity: index === 0 ? 72 : 60,
    })),
  );
}

function playBass(score: MoodScore, span: ChordSpan, { beatSeconds }: PlayContext): Phrase {
  if (
    span.isHome ||
    score.drumPattern === 'none' ||
    score.drumPattern === 'heartbeat' ||
    score.drumPattern === 'brushes'
  )
    return hold(span, [span.bass], span.isHome ? 90 : 78);
  if (score.drumPattern === 'club') return playOffBeatBass(span, beatSeconds);
  const isDriving = score.drumPattern === 'band';
  return steps(span, isDriving ? beatSeconds / 2 : beatSeconds).map(({ at, index }) => ({
    startSeconds: at,
    lengthSeconds: beatSeconds * (isDriving ? 0.45 : 0.9),
    note: span.bass + (isDriving && index % 8 === 7 ? 12 : 0),
    velocity: index % 4 === 0 ? 92 : 76,
  }));
}

/** Between the kicks, so that both are heard; the octave leads into the next bar. */
function playOffBeatBass(span: ChordSpan, beatSeconds: number): Phrase {
  return steps(span, beatSeconds / 4)
    .filter(({ index }) => index % 4 !== 0)
    .map(({ at, index }) => ({
      startSeconds: at,
      lengthSeconds: beatSeconds * 0.2,
      note: span.bass + (index % 16 === 15 ? 12 : 0),
      velocity: index % 4 === 2 ? 96 : 72,
    }));
}

const KICK = 36;
const SIDE_STICK = 37;
const SNARE = 38;
const CLAP = 39;
const LOW_TOM = 41;
const CLOSED_HAT = 42;
const OPEN_HAT = 46;
const CRASH = 49;
const TAMBOURINE = 54;
const SHAKER = 70;

function playDrums(score: MoodScore, span: ChordSpan, context: PlayContext): Note[] {
  if (span.isHome || score.drumPattern === 'none') return [];
  const { beatSeconds } = context;
  const strike = (startSeconds: number, note: number, velocity: number): Note => ({
    startSeconds,
    lengthSeconds: 0.15,
    channel: DRUM_CHANNEL,
    note,
    velocity,
  });
  return steps(span, beatSeconds).flatMap(({ at, index }) => {
    const half = at + beatSeconds / 2;
    const isLifted = sectionAt(context.sections, at).layers.has('lift');
    switch (score.drumPattern) {
      case 'brushes':
        return [
          index % 2 === 0 ? strike(at, KICK, 66) : strike(at, SIDE_STICK, 38),
          strike(half, SHAKER, 46),
          ...(isLifted ? [0.25, 0.75].map((part) => strike(at + part * beatSeconds, SHAKER, 28)) : []),
        ];
      case 'heartbeat':
        return index % 2 === 0 ? [strike(at, KICK, 62), strike(at + beatSeconds * 0.28, KICK, 40)] : [];
      case 'band':
        return [
          ...(index % 2 === 0
            ? [strike(at, KICK, 92)]
            : [strike(at, isLifted ? SNARE : CLAP, 78), ...(isLifted ? [strike(at, CLAP, 70)] : [])]),
          strike(at, CLOSED_HAT, 54),
          strike(half, isLifted ? TAMBOURINE : CLOSED_HAT, 46),
        ];
      case 'taiko':
        return [
          ...(index === 0 ? [strike(at, CRASH, isLifted ? 74 : 0), strike(at, LOW_TOM, 110)] : []),
          strike(at, LOW_TOM, index % 2 === 0 ? 96 : 70),
          ...(isLifted ? [strike(half, LOW_TOM, 66), strike(at + beatSeconds * 0.75, LOW_TOM, 58)] : []),
        ].filter((note) => note.velocity > 0);
      case 'club':
        return [
          strike(at, KICK, 108),
          ...(index % 2 === 1 ? [strike(at, CLAP, isLifted ? 84 : 66)] : []),
          strike(half, isLifted ? OPEN_HAT : CLOSED_HAT, isLifted ? 62 : 70),
          ...(isLifted ? [0.25, 0.75].map((part) => strike(at + part * beatSeconds, SHAKER, 40)) : []),
        ];
      default:
        return [];
    }
  });
}

const START_SPREAD_SECONDS = 0.01;
const VELOCITY_SPREAD = 6;

/** Starts within ± 10 ms, loudness within ± 6: straight, quantised notes sound like a telephone (craft.md §8). */
export function humanise(notes: readonly Note[], random: () => number, lengthSeconds: number): Note[] {
  const spread = () => random() * 2 - 1;
  return notes
    .map((note) => {
      const startSeconds = Math.max(0, note.startSeconds + spread() * START_SPREAD_SECONDS);
      const velocity = Math.min(127, Math.max(1, Math.round(note.velocity + spread() * VELOCITY_SPREAD)));
      return {
        ...note,
        startSeconds,
        velocity,
        lengthSeconds: Math.min(note.lengthSeconds, lengthSeconds - startSeconds),
      };
    })
    .filter((note) => note.lengthSeconds > 0)
    .sort((first, second) => first.startSeconds - second.startSeconds);
}
