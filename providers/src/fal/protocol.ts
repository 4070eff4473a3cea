import { z } from 'zod';

export const queued = z.object({
  request_id: z.string().min(1),
  response_url: z.string(),
  status_url: z.string(),
  cancel_url: z.string(),
});
export const queueStatus = z.object({ status: z.string(), queue_position: z.number().nullish() });
export const uploadSlot = z.object({ upload_url: z.string(), file_url: z.string() });
export const jwks = z.object({ keys: z.array(z.object({ x: z.string() })) });
export const webhookBody = z.object({ request_id: z.string().min(1) });

const file = z.object({ url: z.string(), content_type: z.string().nullish() });
/** Pictures come as a list, films alone; a picture that safety rules hid is black, and only its flag tells. */
export const result = z.object({
  images: z.array(file).nullish(),
  image: file.nullish(),
  video: file.nullish(),
  seed: z.number().nullish(),
  has_nsfw_concepts: z.array(z.boolean()).nullish(),
});
