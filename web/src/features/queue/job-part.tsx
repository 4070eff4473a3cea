/** A heading and what stands under it; third-level inside a try. */
export function Part({
  title,
  id,
  level = 2,
  children,
}: {
  title: string;
  id?: string;
  level?: 2 | 3;
  children: React.ReactNode;
}) {
  const Heading = `h${level}` as const;
  return (
    <section className="job-part" id={id}>
      <Heading className={level === 2 ? 'h2' : 'h3'}>{title}</Heading>
      {children}
    </section>
  );
}
