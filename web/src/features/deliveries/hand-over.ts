import { useMutation } from '@tanstack/react-query';
import { API_BASE, call, type Delivery, newIdempotencyKey, type Placement } from '../../api/index.ts';
import { useWords } from '../../app/words/index.ts';
import { showToast, toastProblem } from '../../ui/index.ts';

export type Handing = { placements: Placement[]; way: Delivery['way']; recipient?: string };

/** The note of what goes out comes first; then the browser saves the file or the zip under its right name. */
export function useHandOver(projectId: string) {
  const t = useWords();
  return useMutation({
    mutationFn: (handing: Handing) =>
      call('recordDeliveries', { params: { id: projectId }, body: handing, idempotencyKey: newIdempotencyKey() }),
    onSuccess: ({ items }, { way, recipient }) => {
      const [first] = items;
      if (way === 'zip') saveZip(items);
      else if (way === 'download' && first) saveAs(first.url, first.fileName);
      else showToast({ text: recipient ? t('deliver.markedTo', { name: recipient }) : t('deliver.marked') });
    },
    onError: toastProblem,
  });
}

export function saveZip(deliveries: readonly Pick<Delivery, 'id'>[]): void {
  saveAs(`${API_BASE}/deliveries/files.zip?ids=${deliveries.map(({ id }) => id).join(',')}`, '');
}

/** As a press on a link: the name in the answer's header holds for a zip. */
export function saveAs(url: string, name: string): void {
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
}
