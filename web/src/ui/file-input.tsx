import type { Ref } from 'react';

/**
 * The browser's own file dialog behind a button of ours, which opens it by `ref`. Emptied after each choice: otherwise the
 * same file chosen again, after a refusal say, would tell nothing.
 */
export function FileInput({
  ref,
  label,
  accept,
  isMany = false,
  onFiles,
}: {
  ref: Ref<HTMLInputElement>;
  label: string;
  accept?: string;
  isMany?: boolean;
  onFiles: (files: File[]) => void;
}) {
  return (
    <input
      ref={ref}
      type="file"
      hidden
      multiple={isMany}
      accept={accept}
      aria-label={label}
      onChange={(event) => {
        onFiles([...(event.target.files ?? [])]);
        event.target.value = '';
      }}
    />
  );
}
