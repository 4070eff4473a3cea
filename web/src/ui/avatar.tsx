import { avatarUrl } from '../api/index.ts';

/** First letters of the first and the last name. */
function initialsOf(name: string): string {
  const parts = name.trim().split(/\s+/);
  return [parts[0], parts.length > 1 ? parts.at(-1) : undefined].map((part) => [...(part ?? '')][0] ?? '').join('');
}

/** A person as their picture, or as their initials. Beside the name in words, so nothing is spoken of it. */
export function Avatar({
  userId,
  name,
  version,
  isLarge = false,
}: {
  userId: string | undefined;
  name: string;
  version: string | null | undefined;
  isLarge?: boolean;
}) {
  const className = isLarge ? 'avatar avatar-large' : 'avatar';
  if (userId && version) return <img className={className} src={avatarUrl(userId, version)} alt="" />;
  return (
    <span className={className} aria-hidden="true">
      {initialsOf(name)}
    </span>
  );
}
