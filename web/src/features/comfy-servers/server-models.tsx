import type { ComfyServer } from '../../api/index.ts';
import { useWords } from '../../app/words/index.ts';

/** What it can make, from the names of its files: families that are ready, files that tell nothing, LoRAs. */
export function ServerModels({ server }: { server: ComfyServer }) {
  const t = useWords();
  const { families, models, loras } = server;
  if (server.state === 'never_seen') return <p className="small text-2">{t('servers.neverSeen')}</p>;
  const ready = families.filter(({ isReady }) => isReady);
  const files = models.map(({ file, family }) => ({
    file,
    title: families.find(({ id }) => id === family)?.title ?? t('servers.unknownFamily'),
  }));
  return (
    <div className="server-models">
      <p className="small">
        {ready.length === 0 ? t('servers.nothingReady') : null}
        {ready.map(({ id, title, loras: most }) => (
          <span key={id} className="server-family">
            <bdi>{title}</bdi>
            {most > 0 ? <span className="text-3">{t('servers.lorasAtMost', { most })}</span> : null}
          </span>
        ))}
      </p>
      <details>
        <summary className="small">{t('servers.files', { models: models.length, loras: loras.length })}</summary>
        <ul className="small text-2 server-files">
          {files.map(({ file, title }) => (
            <li key={file}>
              <bdi dir="ltr">{file}</bdi> <span className="text-3">{title}</span>
            </li>
          ))}
          {loras.map((file) => (
            <li key={file}>
              <bdi dir="ltr">{file}</bdi> <span className="text-3">LoRA</span>
            </li>
          ))}
        </ul>
      </details>
    </div>
  );
}
