import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { type BodyOf, call, operatorQueuesQuery } from '../../api/index.ts';
import { useFormat, useWords } from '../../app/words/index.ts';
import { TextInput, toastProblem } from '../../ui/index.ts';

const MOST = 1000;

/** How many pieces may run at once: kept on Enter or when one goes on; empty is no limit, or the one for all (`usual`). */
export function RunningLimit({
  label,
  value,
  usual = null,
  organizationId,
}: {
  label: string;
  value: number | null;
  usual?: number | null;
  organizationId: string | null;
}) {
  const t = useWords();
  const format = useFormat();
  const client = useQueryClient();
  const [typed, setTyped] = useState<string>();
  const save = useMutation({
    mutationFn: (maxRunning: number | null) =>
      call('setRunningLimit', { body: { organizationId, maxRunning } as BodyOf<'setRunningLimit'> }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: operatorQueuesQuery.queryKey });
      setTyped(undefined);
    },
    onError: toastProblem,
  });
  const next = readLimit(typed ?? '');
  const keep = () => {
    if (typed === undefined || next === undefined) return setTyped(undefined);
    if (next === value) return setTyped(undefined);
    save.mutate(next);
  };
  return (
    <TextInput
      className="time running-limit"
      inputMode="numeric"
      dir="ltr"
      aria-label={label}
      aria-invalid={next === undefined ? true : undefined}
      placeholder={usual === null ? t('operator.noLimit') : format.number(usual)}
      value={typed ?? value?.toString() ?? ''}
      disabled={save.isPending}
      onChange={(event) => setTyped(event.target.value)}
      onKeyDown={(event) => event.key === 'Enter' && keep()}
      onBlur={keep}
    />
  );
}

/** A whole number from 1 to 1000, null for an empty field; undefined while it is neither. */
export function readLimit(text: string): number | null | undefined {
  if (text.trim() === '') return null;
  const number = Number(text.trim());
  return Number.isInteger(number) && number >= 1 && number <= MOST ? number : undefined;
}
