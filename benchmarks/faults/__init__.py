"""The fault runs: people write by WhatsApp while parts of the product are killed or fail.

`plan` says how many people and how often, `product` starts what fails, `people` write and wait,
`postman` is Meta's delivery (batches, twice, late, again if nobody acknowledged), `town` is all of
these together, `quiet` waits until all is done, `claims` counts what came of it.

`kills` takes parts away with SIGKILL; `run` is that run. `tap` makes one part stop, answer late or
answer nonsense for all who use it, `taps` stand before all of them, `cases` says which fail and
what must be read then (docs/faults.md), `witness` reads it; `matrix` is that run. `memory` watches
what each part grows by without any fault.
"""
