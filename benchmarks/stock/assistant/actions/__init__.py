"""The stock assistant's actions, written as Rasa's documentation writes them."""
