import type { StreamEvent } from '@kinora/contract';
import type { SignedLinks } from '../../platform/storage/index.ts';

/** A preview travels as the hash of its picture; whoever may read the stream gets a link to it. */
export function createPreviewLinks(links: Pick<SignedLinks, 'toLink'>) {
  return function present(organizationId: string, event: StreamEvent): StreamEvent {
    const { previewHash: hash, ...data } = event.data;
    if (event.type !== 'job.preview' || typeof hash !== 'string') return event;
    const file = { organizationId, hash, name: 'preview.jpg', mediaType: 'image/jpeg' };
    return { ...event, data: { ...data, previewUrl: links.toLink(file) } };
  };
}
