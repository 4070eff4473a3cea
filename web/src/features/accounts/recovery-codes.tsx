import { Copy, Download } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useWords } from '../../app/words/index.ts';
import { Button } from '../../ui/index.ts';
import './second-step.css';

/** Ten codes, told once: copied, or kept as a file. */
export function RecoveryCodes({ codes, children }: { codes: readonly string[]; children?: ReactNode }) {
  const t = useWords();
  const [isCopied, setCopied] = useState(false);
  const text = codes.join('\n');
  const copy = () => {
    // On plain http the clipboard is closed to pages; the file is there all the same.
    navigator.clipboard?.writeText(text).then(
      () => setCopied(true),
      () => setCopied(false),
    );
  };
  return (
    <div className="recovery" role="status">
      <p className="strong">{t('recovery.title')}</p>
      <p className="text-2">{t('recovery.lead')}</p>
      <ul className="recovery-codes">
        {codes.map((code) => (
          <li key={code}>
            <code className="time">{code}</code>
          </li>
        ))}
      </ul>
      <div className="row row-wrap">
        <Button icon={Copy} onClick={copy}>
          {t(isCopied ? 'do.copied' : 'do.copy')}
        </Button>
        <a
          className="button button-quiet button-normal"
          download="kinora-recovery-codes.txt"
          href={`data:text/plain;charset=utf-8,${encodeURIComponent(text)}`}
        >
          <Download aria-hidden="true" className="icon" size={16} strokeWidth={1.5} absoluteStrokeWidth />
          {t('recovery.file')}
        </a>
        {children}
      </div>
    </div>
  );
}
