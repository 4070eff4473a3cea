import type { Language, Rate } from '@kinora/contract';
import { type Cue, cleanText, msToFrame } from './cue.ts';

const TIMES = /^(?:(\d+):)?(\d{1,2}):(\d{1,2})[,.](\d{1,3})\s+-->\s+(?:(\d+):)?(\d{1,2}):(\d{1,2})[,.](\d{1,3})/;

/** Reads SubRip or WebVTT as people send it: with or without byte order mark, LF or CRLF, tags and settings ignored. */
export function parseCaptions(text: string, rate: Rate, language: Language): Cue[] {
  const isVtt = /^\uFEFF?WEBVTT/.test(text);
  const blocks = text
    .replace(/^\uFEFF/, '')
    .replace(/\r\n?/g, '\n')
    .split(/\n{2,}/);
  return blocks.flatMap((block) => {
    const lines = block.split('\n');
    const at = lines.findIndex((line) => TIMES.test(line));
    if (at < 0) return [];
    const [, ...parts] = TIMES.exec(lines[at]!)!;
    const startFrame = msToFrame(toMs(parts.slice(0, 4)), rate);
    const endFrame = msToFrame(toMs(parts.slice(4, 8)), rate);
    const words = lines
      .slice(at + 1)
      .map((line) => cleanText(plain(line, isVtt)))
      .filter((line) => line !== '');
    return words.length > 0 && endFrame > startFrame ? [{ startFrame, endFrame, lines: words, language }] : [];
  });
}

function toMs([hours, minutes, seconds, fraction]: (string | undefined)[]): number {
  return ((Number(hours ?? 0) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000 + Number(fraction!.padEnd(3, '0'));
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', nbsp: ' ', lrm: '', rlm: '' };

function plain(line: string, isVtt: boolean): string {
  const bare = line.replace(/<\/?(?:i|b|u|c|v|lang|ruby|rt|font)(?:[ .][^>]*)?>/gi, '');
  return isVtt ? bare.replace(/&([a-z]+);/g, (whole, name: string) => ENTITIES[name] ?? whole) : bare;
}
