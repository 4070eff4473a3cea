import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useWords } from '../../app/words/index.ts';
import { toastProblem } from '../../ui/index.ts';
import './drop-anywhere.css';
import { readDropped } from './read-dropped.ts';

/** The whole screen takes files: it becomes the frame while they hover, and also accepts a paste. */
export function DropAnywhere({ onFiles, children }: { onFiles: (files: File[]) => void; children: ReactNode }) {
  const t = useWords();
  const [isOver, setOver] = useState(false);
  const receive = useRef(onFiles);
  receive.current = onFiles;
  useEffect(() => {
    let depth = 0;
    const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false;
    const listeners = {
      dragenter: (event: DragEvent) => {
        if (!hasFiles(event)) return;
        event.preventDefault();
        depth += 1;
        setOver(true);
      },
      dragleave: (event: DragEvent) => {
        if (!hasFiles(event)) return;
        depth -= 1;
        if (depth <= 0) setOver(false);
      },
      dragover: (event: DragEvent) => hasFiles(event) && event.preventDefault(),
      drop: (event: DragEvent) => {
        if (!hasFiles(event)) return;
        event.preventDefault();
        depth = 0;
        setOver(false);
        if (event.dataTransfer)
          void readDropped(event.dataTransfer).then((files) => receive.current(files), toastProblem);
      },
      paste: (event: ClipboardEvent) => {
        const files = [...(event.clipboardData?.files ?? [])];
        if (files.length > 0) receive.current(files);
      },
    };
    for (const [name, listener] of Object.entries(listeners)) addEventListener(name, listener as EventListener);
    return () => {
      for (const [name, listener] of Object.entries(listeners)) removeEventListener(name, listener as EventListener);
    };
  }, []);
  return (
    <>
      {children}
      {isOver ? (
        <div className="drop-veil" aria-hidden="true">
          <div className="drop-frame frame">
            <p className="page-title">{t('upload.drop')}</p>
          </div>
        </div>
      ) : null}
    </>
  );
}
