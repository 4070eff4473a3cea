/** The empty place of a screen that is being fetched. */
export function Waiting() {
  return <div className="app-waiting" />;
}
