/** The product's mark: the frame around a play sign. */
export function KinoraMark({ size = 20 }: { size?: number }) {
  return (
    <svg className="mark" width={size} height={size} viewBox="0 0 20 20" aria-hidden="true">
      <path d="M1 6V1h5M14 1h5v5M19 14v5h-5M6 19H1v-5" fill="none" stroke="currentColor" strokeWidth="2" />
      <path d="M8 6.2v7.6l6-3.8z" fill="currentColor" />
    </svg>
  );
}
