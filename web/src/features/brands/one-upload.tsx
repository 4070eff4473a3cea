import type { Ref } from 'react';
import { FileInput } from '../../ui/index.ts';
import type { useUploads } from '../films/use-uploads.ts';

/** The file dialog of a place that holds one file, and why the last choice was refused. A new choice takes its place. */
export function OneUpload({
  ref,
  label,
  accept,
  uploads,
}: {
  ref: Ref<HTMLInputElement>;
  label: string;
  accept: string;
  uploads: ReturnType<typeof useUploads>;
}) {
  const refusal = uploads.items.find((item) => item.refusal)?.refusal;
  return (
    <>
      {refusal ? (
        <p className="help help-bad" role="alert" dir="auto">
          {refusal}
        </p>
      ) : null}
      <FileInput
        ref={ref}
        label={label}
        accept={accept}
        onFiles={(files) => {
          for (const item of uploads.items) uploads.dismiss(item.key);
          void uploads.add(files);
        }}
      />
    </>
  );
}
