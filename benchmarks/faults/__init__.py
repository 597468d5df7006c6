"""The fault run: hundreds of people write by WhatsApp while parts of the product are killed.

`plan` says how many and how often, `product` starts what is killed, `people` write and wait,
`postman` is Meta's delivery (batches, twice, late, again if nobody acknowledged), `kills` takes
parts away, `quiet` waits until all is done, `claims` counts what came of it, `run` does it all.
"""
