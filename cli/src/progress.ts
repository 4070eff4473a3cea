import type { Job } from '@kinora/contract';

/** What the command tells while a film is made. One reporter per kind of reader: a terminal, a log, a program. */
export interface ProgressReporter {
  note(sentence: string): void;
  update(view: ProgressView): void;
  finish(): void;
}

export type ProgressView = { share: number; seconds: number; lines: StepLine[] };
export type StepLine = { title: string; status: Job['status']; text: string | null };

const MARKS: Record<Job['status'], string> = {
  pending: '○',
  processing: '●',
  waiting: '◆',
  completed: '✓',
  failed: '✕',
  cancelled: '–',
};
const BAR_WIDTH = 32;

/** Order in which leaves are shown: as they were made, running ones kept in place. */
export function toProgressView(job: Job, leaves: Job[], seconds: number): ProgressView {
  return {
    share: job.progress,
    seconds,
    lines: leaves.map((leaf) => ({
      title: leaf.title,
      status: leaf.status,
      text: leaf.status === 'processing' ? leaf.progressText : null,
    })),
  };
}

function formatBar(share: number): string {
  const filled = Math.round(share * BAR_WIDTH);
  return `${'█'.repeat(filled)}${'░'.repeat(BAR_WIDTH - filled)} ${String(Math.round(share * 100)).padStart(3)} %`;
}

/** Redraws a block of lines in place. A terminal that nobody gave a size (in containers, of scripts) says 0. */
export function createTerminalReporter(stream: NodeJS.WriteStream): ProgressReporter {
  let drawnLines = 0;
  const clear = () => {
    if (drawnLines > 0) stream.write(`\x1b[${drawnLines}A\x1b[0J`);
    drawnLines = 0;
  };
  return {
    note(sentence) {
      clear();
      stream.write(`${sentence}\n`);
    },
    update(view) {
      clear();
      const room = Math.max(4, (stream.rows || 24) - 4);
      const shown = view.lines.filter((line) => line.status !== 'pending').slice(-room);
      const rows = shown.map((line) =>
        `  ${MARKS[line.status]} ${line.title}${line.text ? `  ${line.text}` : ''}`.slice(
          0,
          (stream.columns || 100) - 1,
        ),
      );
      rows.push(`  ${formatBar(view.share)}  ${Math.round(view.seconds)} s`);
      stream.write(`${rows.join('\n')}\n`);
      drawnLines = rows.length;
    },
    finish: () => {
      drawnLines = 0;
    },
  };
}

/** One plain line whenever a step changes its state, and one every tenth of the way. */
export function createPlainReporter(stream: NodeJS.WritableStream): ProgressReporter {
  const known = new Map<number, string>();
  let lastTenth = 0;
  return {
    note: (sentence) => void stream.write(`${sentence}\n`),
    update(view) {
      for (const [index, line] of view.lines.entries()) {
        if (known.get(index) === line.status || line.status === 'pending') continue;
        known.set(index, line.status);
        stream.write(`${MARKS[line.status]} ${line.title} ${line.status}\n`);
      }
      const tenth = Math.floor(view.share * 10);
      if (tenth > lastTenth) {
        lastTenth = tenth;
        stream.write(`${tenth * 10} % after ${Math.round(view.seconds)} s\n`);
      }
    },
    finish: () => undefined,
  };
}

/** One JSON object a line on standard output. */
export function createJsonReporter(stream: NodeJS.WritableStream): ProgressReporter {
  return {
    note: (sentence) => void stream.write(`${JSON.stringify({ type: 'note', sentence })}\n`),
    update: (view) => void stream.write(`${JSON.stringify({ type: 'progress', ...view })}\n`),
    finish: () => undefined,
  };
}

export function chooseReporter(options: { isJson: boolean }): ProgressReporter {
  if (options.isJson) return createJsonReporter(process.stdout);
  return process.stdout.isTTY ? createTerminalReporter(process.stdout) : createPlainReporter(process.stdout);
}
