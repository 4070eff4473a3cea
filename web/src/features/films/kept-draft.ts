/** Where the form of one kind of film is kept until the film is made: one draft a person and organization. */
export type DraftShelf = {
  read: <Draft extends object>(owner: string, empty: Draft) => Draft;
  keep: (owner: string, draft: object) => void;
  forget: (owner: string) => void;
};

/** @param name of the form (`film`), part of the storage's key */
export function draftShelf(name: string, storage: () => Storage = () => localStorage): DraftShelf {
  const keyOf = (owner: string) => `kinora.${name}-draft.${owner}`;
  return {
    // A draft of an older form gets the new fields; one that cannot be read is none.
    read: (owner, empty) => ({ ...empty, ...parse(storage().getItem(keyOf(owner))) }),
    keep: (owner, draft) => {
      try {
        storage().setItem(keyOf(owner), JSON.stringify(draft));
      } catch {
        // A full or forbidden storage: the draft lives as long as the page.
      }
    },
    forget: (owner) => storage().removeItem(keyOf(owner)),
  };
}

function parse(text: string | null): object {
  try {
    const kept: unknown = JSON.parse(text ?? 'null');
    return typeof kept === 'object' && kept !== null && !Array.isArray(kept) ? kept : {};
  } catch {
    return {};
  }
}
