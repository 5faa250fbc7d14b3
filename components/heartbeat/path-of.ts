const paths = new Map<string, Path2D>();

/** The few shapes there are, read once each. */
export function pathOf(data: string): Path2D {
  const path = paths.get(data) ?? new Path2D(data);
  paths.set(data, path);
  return path;
}
