import { useQuery } from '@tanstack/react-query';
import { call, type Job } from '../../api/index.ts';
import { useLiveJob } from '../../app/live/index.ts';

/** The newest picture of a job: its running preview, else the one stored with it, else what the caller knows. */
export function JobPicture({ job, fallbackUrl = null }: { job: Job; fallbackUrl?: string | null }) {
  const live = useLiveJob(job.id)?.previewUrl;
  const { data: asset } = useQuery({
    queryKey: ['assets', 'one', job.previewAssetId],
    queryFn: () => call('getAsset', { params: { id: job.previewAssetId ?? '' } }),
    enabled: !live && job.previewAssetId !== null,
  });
  const url = live ?? asset?.thumbnailUrl ?? asset?.url ?? fallbackUrl;
  return <span className="thumb">{url ? <img src={url} alt="" /> : null}</span>;
}
