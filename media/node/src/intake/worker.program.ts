/**
 * The child in which files from outside are parsed. It is forked, given limits and replaced when it dies: a file that
 * crashes a decoder takes this process with it and nothing else.
 */
import { isKinoraError } from '@kinora/contract';
import sharp from 'sharp';
import { isDiskFull } from '../files/disk-full.ts';
import { parseModel } from '../model/parse-model.ts';
import { analysePicture } from '../pictures/index.ts';
import { extractFiles, parseArchive } from './parse-archive.ts';
import { parseDrawing } from './parse-drawing.ts';
import { parseFont } from './parse-font.ts';
import { parsePicture } from './parse-picture.ts';
import { parseTable, type TableOptions } from './parse-table.ts';
import type { ParseReply, ParseRequest, WorkDetails } from './worker-messages.ts';

sharp.cache(false);
sharp.concurrency(1);

process.on('message', async (request: ParseRequest) => {
  process.send?.(await answer(request));
});

async function answer(request: ParseRequest): Promise<ParseReply> {
  try {
    return { id: request.id, kind: 'parsed', result: await parse(request) };
  } catch (error) {
    return toFailure(request.id, error);
  }
}

function parse({ work, file, folder, details }: ParseRequest) {
  switch (work) {
    case 'picture':
      return parsePicture(file, folder);
    case 'drawing':
      return parseDrawing(file, folder);
    case 'font':
      return parseFont(file);
    case 'model':
      return parseModel(file, folder);
    case 'analysis':
      return analysePicture(file, { folder });
    case 'table':
      return parseTable(file, folder, details as TableOptions);
    case 'archive':
      return parseArchive(file);
    case 'extract':
      return extractFiles(file, folder, (details as WorkDetails['extract']).names);
  }
}

function toFailure(id: number, error: unknown): ParseReply {
  const message = error instanceof Error ? error.message : String(error);
  if (isDiskFull(error)) return { id, kind: 'failed', code: 'intake.disk_full', message };
  if (!isKinoraError(error)) return { id, kind: 'failed', code: 'intake.damaged', message };
  const cause = error.cause instanceof Error ? `: ${error.cause.message}` : '';
  return {
    id,
    kind: 'failed',
    code: error.code,
    message: `${message}${cause}`,
    sentence: error.sentence,
    details: error.details,
  };
}
