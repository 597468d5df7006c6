"""Who a person is over several channels: a mobile number that was proved joins them."""
