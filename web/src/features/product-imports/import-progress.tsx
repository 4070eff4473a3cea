import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { Undo2 } from 'lucide-react';
import type { ReactNode } from 'react';
import { call, type ProductImport, productImportQuery } from '../../api/index.ts';
import { useMay } from '../../app/session.ts';
import { Screen } from '../../app/shell/index.ts';
import { useFormat, useSaid, useWords } from '../../app/words/index.ts';
import { Button, ButtonLink, Mono, Problem, ProgressBar, StatusMark } from '../../ui/index.ts';
import { STATE_MARKS } from './import-state.ts';

/** A run, while it goes and after: what is done, what was left out, and for a day the way back. */
export function ImportProgress({ table }: { table: ProductImport }) {
  const t = useWords();
  const format = useFormat();
  const acts = useImportActs(table);
  const isGoing = table.state === 'running' || table.state === 'undoing';
  const figures = [
    ['import.creates', table.created],
    ['import.updates', table.updated],
    ['import.unchanged', table.unchanged],
    ['import.skipped', table.skipped],
    ['import.pictures', table.pictures.done],
    ...(table.state === 'undone'
      ? ([
          ['import.undoneCount', table.undone.restored],
          ['import.kept', table.undone.kept],
        ] as const)
      : []),
  ] as const;
  return (
    <Screen title={table.name} className="import-run" actions={acts.buttons}>
      <div className="imports">
        <StatusMark mark={STATE_MARKS[table.state]} progress={table.doneRows / Math.max(1, table.totalRows)}>
          {t(`import.state.${table.state}`)}
        </StatusMark>
        {isGoing ? <Going table={table} /> : null}
        {table.failure ? <p dir="auto">{table.failure}</p> : null}
        {acts.error ? <Problem error={acts.error} /> : null}
        <dl className="import-figures">
          {figures.map(([key, count]) => (
            <div key={key}>
              <dt className="small text-3">{t(key)}</dt>
              <dd>
                <Mono isLarge>{format.number(count)}</Mono>
              </dd>
            </div>
          ))}
        </dl>
        {table.undoUntil && !isGoing ? (
          <p className="small text-2">
            {t('import.undoUntil', { time: `${format.day(table.undoUntil)} ${format.clock(table.undoUntil)}` })}
          </p>
        ) : null}
        {table.skipped > 0 || table.pictures.failed > 0 ? <Faults id={table.id} /> : null}
      </div>
    </Screen>
  );
}

function Going({ table }: { table: ProductImport }) {
  const t = useWords();
  const { pictures } = table;
  return (
    <div className="import-going" role="status">
      <ProgressBar value={table.doneRows / Math.max(1, table.totalRows)} label={t('import.progress')} />
      <span className="small text-2">
        {t('import.rowsDone', { done: table.doneRows, total: table.totalRows })}
        {pictures.total > 0
          ? ` · ${t('import.picturesDone', { done: pictures.done + pictures.failed, total: pictures.total })}`
          : ''}
      </span>
    </div>
  );
}

function useImportActs(table: ProductImport): { buttons: ReactNode; error: Error | null } {
  const t = useWords();
  const client = useQueryClient();
  const canWrite = useMay('products.write');
  const act = useMutation({
    mutationFn: (name: 'runProductImport' | 'cancelProductImport' | 'undoProductImport') =>
      call(name, { params: { id: table.id } }),
    onSuccess: (next) => {
      client.setQueryData(productImportQuery(table.id).queryKey, next);
      void client.invalidateQueries({ queryKey: ['product-imports'] });
    },
  });
  const canGoOn = table.state === 'cancelled' || table.state === 'failed';
  const canUndo = table.undoUntil !== null && ['completed', 'cancelled', 'failed'].includes(table.state);
  const buttons = (
    <>
      {canWrite && table.state === 'running' ? (
        <Button disabled={act.isPending} onClick={() => act.mutate('cancelProductImport')}>
          {t('import.stop')}
        </Button>
      ) : null}
      {canWrite && canUndo ? (
        <Button icon={Undo2} flipIcon disabled={act.isPending} onClick={() => act.mutate('undoProductImport')}>
          {t('import.undo')}
        </Button>
      ) : null}
      {canWrite && canGoOn ? (
        <Button look="main" disabled={act.isPending} onClick={() => act.mutate('runProductImport')}>
          {t('import.goOn')}
        </Button>
      ) : (
        <ButtonLink look={table.state === 'completed' ? 'main' : 'quiet'} href="/products">
          {t('import.toCatalogue')}
        </ButtonLink>
      )}
    </>
  );
  return { buttons, error: act.error };
}

/** Rows and pictures that were left out, with the reason. */
function Faults({ id }: { id: string }) {
  const t = useWords();
  const said = useSaid();
  const faults = useInfiniteQuery({
    queryKey: ['product-import', id, 'faults'],
    queryFn: ({ signal, pageParam }) =>
      call('listProductImportFaults', { params: { id }, query: { cursor: pageParam }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });
  const items = faults.data?.pages.flatMap((page) => page.items) ?? [];
  if (items.length === 0) return null;
  return (
    <section className="column" aria-labelledby="import-left-out">
      <h2 id="import-left-out" className="section-title">
        {t('import.leftOut')}
      </h2>
      <ul className="import-faults">
        {items.map((fault, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a row may have two faults in one cell
          <li key={`${fault.row}-${fault.column}-${index}`}>
            <StatusMark mark={fault.kind === 'row' ? 'failed' : 'stale'}>
              <bdi className="strong small">{t('import.cell', { row: fault.row, column: fault.column ?? '' })}</bdi>
            </StatusMark>
            <bdi className="small cut">{fault.value}</bdi>
            <bdi className="small text-2">{said(fault.sentence)}</bdi>
          </li>
        ))}
      </ul>
      {faults.hasNextPage ? <Button onClick={() => void faults.fetchNextPage()}>{t('do.more')}</Button> : null}
    </section>
  );
}
