export type NameTabProps = {
  /** Over the name: "Your chart". */
  readonly lead: string
  readonly name: string
}

/** The manila tab: whose chart this is. */
export function NameTab({ lead, name }: NameTabProps) {
  return (
    <div className="owner-tab max-sm:rounded-ss-none max-sm:border-s-0 max-sm:ps-4">
      <span className="min-w-0">
        <span className="block text-xs leading-tight">{lead}</span>
        <strong className="block truncate leading-tight">
          <bdi>{name}</bdi>
        </strong>
      </span>
    </div>
  )
}
