"""The language model of Bijli Sahayak: pure text modules, and Rasa graph components over them."""
