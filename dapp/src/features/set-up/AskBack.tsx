import { useState } from 'react'
import { Button } from '../../components/Button.tsx'
import { TextField } from '../../components/TextField.tsx'
import { isSameGroup } from './isSameGroup.ts'

export type AskBackProps = { readonly code: string; readonly onBack: () => void; readonly onNext: () => void }

/** Asks for two groups of the code, so that nobody goes on without having it. */
export function AskBack({ code, onBack, onNext }: AskBackProps) {
  const groups = code.split('-')
  const [asked] = useState(() => pickTwo(groups.length))
  const [typed, setTyped] = useState(['', ''])
  const [isTried, setTried] = useState(false)
  const isRight = asked.map((place, index) => isSameGroup(typed[index] ?? '', groups[place] ?? ''))

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        setTried(true)
        if (isRight.every(Boolean)) onNext()
      }}
    >
      <h1>Two groups, from your card</h1>
      <p className="mt-1 mb-5 max-w-160 text-ink-2">
        Type them from the card, not from memory. Capitals do not matter.
      </p>
      <div className="grid max-w-120 gap-4 sm:grid-cols-2">
        {asked.map((place, index) => (
          <TextField
            key={place}
            label={`Group ${place + 1}`}
            value={typed[index] ?? ''}
            onChange={(value) => setTyped(typed.map((old, at) => (at === index ? value : old)))}
            isCode
            autoComplete="off"
            autoFocus={index === 0}
            maxLength={8}
            error={
              isTried && isRight[index] === false
                ? `That is not group ${place + 1}. Look at the card again.`
                : undefined
            }
          />
        ))}
      </div>
      <div className="mt-6 flex flex-wrap items-center gap-3">
        <Button kind="primary" size="big" type="submit">
          Go on
        </Button>
        <Button kind="quiet" onPress={onBack}>
          Show the card again
        </Button>
      </div>
    </form>
  )
}

/** Two different places, in order, that nobody can foresee. */
function pickTwo(count: number): readonly [number, number] {
  const [a = 0, b = 0] = crypto.getRandomValues(new Uint32Array(2))
  const first = a % count
  const second = (first + 1 + (b % (count - 1))) % count
  return first < second ? [first, second] : [second, first]
}
