import { useState } from 'react'
import { useLocation } from 'wouter'
import { Button } from '../../components/Button.tsx'
import { Details } from '../../components/Details.tsx'
import { TextField } from '../../components/TextField.tsx'
import { chartIdIn } from './chartIdIn.ts'

/** A chart opens by its id alone, also where the list cannot know of it because the node kept no history. */
export function OpenById() {
  const [, navigate] = useLocation()
  const [text, setText] = useState('')
  const [isTried, setTried] = useState(false)
  const id = chartIdIn(text)

  return (
    <Details summary="A chart that should be here is missing">
      <form
        className="mt-1 max-w-160"
        onSubmit={(event) => {
          event.preventDefault()
          setTried(true)
          if (id !== null) navigate(`/charts/${id}`)
        }}
      >
        <TextField
          label="The chart’s number"
          hint="The patient finds it under Details of any record. It opens only if they gave you access."
          value={text}
          onChange={setText}
          isCode
          autoComplete="off"
          error={
            isTried && id === null
              ? 'This is not a chart’s number. It begins with 0x, and 64 signs follow.'
              : undefined
          }
        />
        <Button type="submit" className="mt-3">
          Open this chart
        </Button>
      </form>
    </Details>
  )
}
