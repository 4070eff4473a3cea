import type { Readable } from 'node:stream';
import { KinoraError } from '@kinora/contract';
import type { FastifyRequest } from 'fastify';

/** Boundaries and headers of the few parts a form may have. */
const FORM_OVERHEAD_BYTES = 16 * 1024;

export function isForm(request: FastifyRequest): boolean {
  return String(request.headers['content-type']).toLowerCase().startsWith('multipart/form-data');
}

/** The form's fields, with its `file` as `dataUri` and, where no `name` was given, the file's own name. */
export async function readForm(request: FastifyRequest, maxBytes: number): Promise<Record<string, unknown>> {
  const bytes = await readAtMost(request.body as Readable, maxBytes);
  const form = await parse(bytes, String(request.headers['content-type']));
  const { file, ...fields } = Object.fromEntries(form.entries());
  if (!(file instanceof Blob))
    throw new KinoraError('request.malformed', 'a form without a file', {
      sentence: 'Send the file in the field “file”.',
    });
  if (file.size > maxBytes) throw tooLarge(maxBytes);
  const dataUri = `data:;base64,${Buffer.from(await file.arrayBuffer()).toString('base64')}`;
  return { name: file.name, ...fields, dataUri };
}

async function readAtMost(content: Readable, maxBytes: number): Promise<Buffer<ArrayBuffer>> {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  for await (const chunk of content as AsyncIterable<Buffer>) {
    sizeBytes += chunk.length;
    if (sizeBytes > maxBytes + FORM_OVERHEAD_BYTES) throw tooLarge(maxBytes);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** The parser of the platform's own fetch. */
async function parse(bytes: Buffer<ArrayBuffer>, contentType: string): Promise<FormData> {
  try {
    return await new Response(bytes, { headers: { 'content-type': contentType } }).formData();
  } catch (error) {
    throw new KinoraError('request.malformed', 'the form cannot be read', {
      sentence: 'The form cannot be read. Send it as multipart/form-data with its boundary.',
      cause: error,
    });
  }
}

function tooLarge(maxBytes: number): KinoraError {
  const sentence = `A file sent this way may have up to ${Math.floor(maxBytes / 1024 ** 2)} MB. Send larger ones as uploads.`;
  return new KinoraError('request.too_large', 'the form is too large', { sentence, details: { maxBytes } });
}
