import { z } from 'zod';

/** What Runway answers, as little of it as is read. */
export const created = z.object({ id: z.string().min(1) });
export const uploadSlot = z.object({
  uploadUrl: z.string(),
  fields: z.record(z.string(), z.string()),
  runwayUri: z.string().min(1),
});
export const task = z.object({
  status: z.string(),
  progress: z.number().nullish(),
  output: z.array(z.string()).nullish(),
  failure: z.string().nullish(),
  failureCode: z.string().nullish(),
});
export type Task = z.infer<typeof task>;
