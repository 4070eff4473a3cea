import type { ParsedDrawing } from './parse-drawing.ts';
import type { ParsedFont } from './parse-font.ts';
import type { ParsedPicture } from './parse-picture.ts';

export type ParseRequest = { id: number; family: 'picture' | 'drawing' | 'font'; file: string; folder: string };

export type ParseReply =
  | { id: number; kind: 'parsed'; result: ParsedPicture | ParsedDrawing | ParsedFont }
  | { id: number; kind: 'failed'; code: string; message: string; sentence?: string; details?: Record<string, unknown> };
