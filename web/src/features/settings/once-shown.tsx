import { Copy } from 'lucide-react';
import { useState } from 'react';
import { useWords } from '../../app/words/index.ts';
import { Button } from '../../ui/index.ts';

/** A secret or a link that is shown once, with a way to copy it. */
export function OnceShown({ label, text }: { label: string; text: string }) {
  const t = useWords();
  const [isCopied, setCopied] = useState(false);
  const copy = () => {
    // On plain http the clipboard is closed to pages; the text can still be selected by hand.
    navigator.clipboard?.writeText(text).then(
      () => setCopied(true),
      () => setCopied(false),
    );
  };
  return (
    <div className="once" role="status">
      <p className="small text-2">{label}</p>
      <div className="row">
        <code className="time once-text">{text}</code>
        <Button icon={Copy} onClick={copy}>
          {t(isCopied ? 'do.copied' : 'do.copy')}
        </Button>
      </div>
    </div>
  );
}
