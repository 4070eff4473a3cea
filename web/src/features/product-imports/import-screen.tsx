import { useMutation, useQuery } from '@tanstack/react-query';
import { Download, FileSpreadsheet } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { Link, useLocation } from 'wouter';
import { API_BASE, call, importsQuery, sendFile } from '../../api/index.ts';
import { useMay } from '../../app/session.ts';
import { Screen } from '../../app/shell/index.ts';
import { useFormat, useWords } from '../../app/words/index.ts';
import { FileInput, Icon, Mono, Problem, ProgressBar, StatusMark, showToast } from '../../ui/index.ts';
import { DropAnywhere } from '../films/drop-anywhere.tsx';
import './imports.css';
import { STATE_MARKS } from './import-state.ts';

/** S21, its first page: a table is dropped and read; earlier imports stand below. */
export function ImportScreen() {
  const t = useWords();
  const canWrite = useMay('products.write');
  const input = useRef<HTMLInputElement>(null);
  const start = useStart();
  const take = (files: File[]) => {
    const table = files.find(({ name }) => !/\.zip$/i.test(name));
    const archive = files.find(({ name }) => /\.zip$/i.test(name));
    if (table) start.mutate({ table, archive });
    else showToast({ text: t('import.needsTable'), tone: 'bad' });
  };
  const screen = (
    <Screen title={t('products.import')} actions={<ExportLink />}>
      <div className="imports">
        {canWrite ? (
          <button
            type="button"
            className="import-drop frame"
            disabled={start.isPending}
            onClick={() => input.current?.click()}
          >
            <Icon of={FileSpreadsheet} size={24} />
            <span className="read">{t(start.isPending ? 'import.reading' : 'import.drop')}</span>
            <span className="small text-3">{t('import.dropHelp')}</span>
            {start.isPending ? <ProgressBar value={start.sent} label={t('import.reading')} /> : null}
          </button>
        ) : null}
        <FileInput ref={input} isMany accept=".csv,.tsv,.txt,.zip,text/csv" label={t('import.drop')} onFiles={take} />
        {start.error ? <Problem error={start.error} /> : null}
        <Earlier />
      </div>
    </Screen>
  );
  return canWrite ? <DropAnywhere onFiles={take}>{screen}</DropAnywhere> : screen;
}

/** Sends the table, lets it be read, adds the ZIP where one came along, and opens its page. */
function useStart() {
  const [, navigate] = useLocation();
  const [sent, setSent] = useState(0);
  const stop = useRef<AbortController>(undefined);
  useEffect(() => {
    stop.current = new AbortController();
    return () => stop.current?.abort();
  }, []);
  const start = useMutation({
    mutationFn: async ({ table, archive }: { table: File; archive: File | undefined }) => {
      const signal = stop.current?.signal ?? new AbortController().signal;
      const onProgress = (of: { sentBytes: number; totalBytes: number }) =>
        setSent(of.sentBytes / Math.max(1, of.totalBytes));
      const uploadId = await sendFile(table, { signal, onProgress });
      const made = await call('createProductImport', { body: { name: table.name, uploadId } });
      if (!archive) return made;
      const archiveId = await sendFile(archive, { signal, onProgress });
      return call('setProductImportArchive', { params: { id: made.id }, body: { uploadId: archiveId } });
    },
    onSuccess: ({ id }) => navigate(`/products/import/${id}`),
  });
  return { ...start, sent };
}

/** All products as a table that can be imported again unchanged. */
function ExportLink() {
  const t = useWords();
  return (
    <a className="button" href={`${API_BASE}/product-export`} download>
      <Icon of={Download} />
      {t('import.export')}
    </a>
  );
}

function Earlier() {
  const t = useWords();
  const format = useFormat();
  const { data } = useQuery(importsQuery);
  if (!data || data.items.length === 0) return null;
  return (
    <section className="column import-earlier" aria-labelledby="imports-earlier">
      <h2 id="imports-earlier" className="section-title">
        {t('import.earlier')}
      </h2>
      <ul>
        {data.items.map((one) => (
          <li key={one.id}>
            <Link href={`/products/import/${one.id}`} className="import-row">
              <span className="strong cut grow" dir="auto">
                {one.name}
              </span>
              <Mono>{t('import.rows', { count: one.totalRows })}</Mono>
              <StatusMark mark={STATE_MARKS[one.state]}>{t(`import.state.${one.state}`)}</StatusMark>
              <span className="small text-3">{format.ago(one.createdAt)}</span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
