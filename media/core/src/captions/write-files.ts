import type { Rate } from '@kinora/contract';
import { type Cue, cleanText, frameToMs } from './cue.ts';

const RLM = '&rlm;';

/** SubRip: comma before milliseconds, index from 1, a blank line between cues and never inside one; no direction marks. */
export function toSrt(cues: readonly Cue[], rate: Rate): string {
  return cues
    .map((cue, index) => {
      const times = `${clock(frameToMs(cue.startFrame, rate), ',')} --> ${clock(frameToMs(cue.endFrame, rate), ',')}`;
      return `${index + 1}\n${times}\n${textLines(cue).join('\n')}\n`;
    })
    .join('\n');
}

/** WebVTT: no STYLE block (FFmpeg 5.1 then reads no cue at all), `&` and `<` escaped, centred at the lower sixth. */
export function toVtt(cues: readonly Cue[], rate: Rate): string {
  const blocks = cues.map((cue) => {
    const times = `${clock(frameToMs(cue.startFrame, rate), '.')} --> ${clock(frameToMs(cue.endFrame, rate), '.')} line:85% position:50% align:center`;
    return `${times}\n${textLines(cue)
      .map((line) => vttLine(line, cue))
      .join('\n')}\n`;
  });
  return ['WEBVTT\n', ...blocks].join('\n');
}

function textLines(cue: Cue): string[] {
  return cue.lines.map(cleanText).filter((line) => line !== '');
}

/** Players take the direction from the first strong letter: a right-to-left line that opens otherwise needs a mark. */
function vttLine(line: string, cue: Cue): string {
  const escaped = line.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  const opensRight = /^[\p{Script=Hebrew}\p{Script=Arabic}]/u.test(line);
  return cue.language !== 'en' && !opensRight ? `${RLM}${escaped}` : escaped;
}

function clock(ms: number, separator: ',' | '.'): string {
  const two = (value: number) => String(value).padStart(2, '0');
  const seconds = Math.floor(ms / 1000);
  return `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}${separator}${String(ms % 1000).padStart(3, '0')}`;
}
