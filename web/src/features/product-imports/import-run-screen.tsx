import { useQuery } from '@tanstack/react-query';
import { useParams } from 'wouter';
import { ApiError, productImportQuery } from '../../api/index.ts';
import { NotFound } from '../../app/not-found.tsx';
import { Waiting } from '../../app/waiting.tsx';
import { Problem } from '../../ui/index.ts';
import { ImportDraft } from './import-draft.tsx';
import { ImportProgress } from './import-progress.tsx';
import './imports.css';

/** S21: one table on its way into the catalogue. Its state decides what is shown; a reload goes on where it was. */
export function ImportRunScreen() {
  const { run = '' } = useParams<{ run: string }>();
  const found = useQuery(productImportQuery(run));
  if (found.error instanceof ApiError && [403, 404, 400, 422].includes(found.error.status)) return <NotFound />;
  if (found.error && !found.data) return <Problem error={found.error} onRetry={() => void found.refetch()} />;
  if (!found.data) return <Waiting />;
  return found.data.state === 'draft' ? (
    <ImportDraft key={run} table={found.data} />
  ) : (
    <ImportProgress table={found.data} />
  );
}
