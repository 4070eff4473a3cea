import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { call, type Job, projectsQuery } from '../../api/index.ts';
import { useLiveJob } from '../../app/live/index.ts';

/** The newest picture of a job: its running preview, else the one stored with it, else its film's poster. */
export function JobPicture({ job }: { job: Job }) {
  const live = useLiveJob(job.id)?.previewUrl;
  const { data: poster } = useInfiniteQuery({
    ...projectsQuery,
    enabled: job.projectId !== null,
    select: ({ pages }) => pages.flatMap((page) => page.items).find(({ id }) => id === job.projectId)?.posterUrl,
  });
  const { data: asset } = useQuery({
    queryKey: ['assets', 'one', job.previewAssetId],
    queryFn: () => call('getAsset', { params: { id: job.previewAssetId ?? '' } }),
    enabled: !live && job.previewAssetId !== null,
  });
  const url = live ?? asset?.thumbnailUrl ?? asset?.url ?? poster;
  return <span className="thumb">{url ? <img src={url} alt="" /> : null}</span>;
}
