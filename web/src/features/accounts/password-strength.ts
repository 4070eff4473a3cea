/** 0 to 4: length counts most, variety helps a little. Below ten characters the studio refuses it. */
export function passwordStrength(password: string): number {
  if (password.length < 10) return 0;
  const kinds = [/\p{Ll}|\p{Lo}/u, /\p{Lu}/u, /\d/, /[^\p{L}\d]/u].filter((kind) => kind.test(password)).length;
  const isVaried = new Set(password).size >= 7;
  return Math.min(
    4,
    1 + Number(password.length >= 13) + Number(password.length >= 17) + Number(kinds >= 3 && isVaried),
  );
}
