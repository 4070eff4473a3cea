import { X } from 'lucide-react';
import { useKeptState } from '../../app/kept/index.ts';
import { useWords } from '../../app/words/index.ts';
import { Field, Icon, TextInput } from '../../ui/index.ts';

/** A list of words as chips. Enter or a comma adds, Backspace in the empty field takes the last one back. */
export function WordList({
  about,
  label,
  help,
  words,
  isHeld,
  onChange,
}: {
  /** What the list is of: a word that is not whole yet is kept under this name. */
  about: string;
  label: string;
  help: string;
  words: readonly string[];
  isHeld: boolean;
  onChange: (words: string[]) => void;
}) {
  const t = useWords();
  const [kept, setKept] = useKeptState(about, parseTyped);
  const typed = kept?.text ?? '';
  const setTyped = (text: string) => setKept(text === '' ? null : { text });
  const add = (text: string) => {
    const fresh = text
      .split(/[,،\n]/u)
      .map((word) => word.trim().slice(0, 60))
      .filter((word) => word !== '' && !words.includes(word));
    setTyped('');
    if (fresh.length > 0) onChange([...new Set([...words, ...fresh])].slice(0, 60));
  };
  return (
    <Field label={label} help={help}>
      <div className="word-list">
        {words.map((word) => (
          <button
            key={word}
            type="button"
            className="word-chip"
            disabled={isHeld}
            aria-label={t('kit.remove', { what: word })}
            onClick={() => onChange(words.filter((one) => one !== word))}
          >
            <bdi>{word}</bdi>
            {isHeld ? null : <Icon of={X} size={12} />}
          </button>
        ))}
        <TextInput
          className="word-input"
          dir="auto"
          value={typed}
          disabled={isHeld}
          maxLength={200}
          onChange={(event) =>
            /[,،]$/u.test(event.target.value) ? add(event.target.value) : setTyped(event.target.value)
          }
          onBlur={() => add(typed)}
          onKeyDown={(event) => {
            if (event.key === 'Enter') {
              event.preventDefault();
              add(typed);
            }
            if (event.key === 'Backspace' && typed === '' && words.length > 0) onChange(words.slice(0, -1));
          }}
        />
      </div>
    </Field>
  );
}

function parseTyped(stored: unknown): { text: string } | null {
  const { text } = (stored ?? {}) as { text?: unknown };
  return typeof text === 'string' ? { text } : null;
}
