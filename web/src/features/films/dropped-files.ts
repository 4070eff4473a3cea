import { create } from 'zustand';

/** Files dropped on another screen, waiting for the new film that opens with them. */
export const useDroppedFiles = create<{ files: File[] }>()(() => ({ files: [] }));

export function takeDroppedFiles(): File[] {
  const { files } = useDroppedFiles.getState();
  useDroppedFiles.setState({ files: [] });
  return files;
}
