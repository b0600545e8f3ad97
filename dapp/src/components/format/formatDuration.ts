/** A guess of time as people say it: `about 4 seconds left`, `about 2 minutes left`. */
export function formatTimeRemaining(seconds: number): string {
  if (seconds < 1.5) return 'about a second left'
  if (seconds < 90) return `about ${Math.round(seconds)} seconds left`
  const minutes = Math.round(seconds / 60)
  if (minutes < 90) return `about ${minutes} minutes left`
  return `about ${Math.round(minutes / 60)} hours left`
}
